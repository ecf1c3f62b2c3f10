using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Segue.Shim.Properties;

/// <summary>Random interleavings of several async flows against the model in <c>Model</c>.</summary>
/// <remarks>
/// <para>A run is a function of its seed, so that what fails once fails again. <c>PROPERTY_SEED</c> and <c>PROPERTY_PROGRAMS</c> in the environment give
/// other programs, and more of them; FsCheck prints the seed, gamma and size of a failure.</para>
/// </remarks>
[TestClass]
public class InterleavingTests
{
    internal const ulong Seed = 20_250_711;
    internal const ulong Gamma = 7;
    private const int Programs = 3_000;

    [TestMethod]
    public void Flows_EverythingRecorded_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject()), 0);

    [TestMethod]
    public void Flows_SomeSampledOut_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject(), mixedSampling: true), 1);

    [TestMethod]
    public void Flows_NobodyListens_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject(), anybodyListens: false), 2);

    private static void Check(Action<Step[]> run, ulong which) =>
        Prop.ForAll(Step.Programs, run).Check(Config.QuickThrowOnFailure
            .WithMaxTest((int)FromEnvironment("PROPERTY_PROGRAMS", Programs))
            .WithReplay(FromEnvironment("PROPERTY_SEED", Seed) + which, Gamma)
            .WithQuietOnSuccess(true));

    private static ulong FromEnvironment(string name, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
