using FsCheck;
using FsCheck.Fluent;

namespace Segue.Shim.Properties;

/// <summary>Random interleavings of several async flows against the model in <c>Model</c>.</summary>
[TestClass]
public class InterleavingTests
{
    // FsCheck prints the seed and size that replay a failure; put them here.
    internal const ulong Seed = 20_250_711;
    internal const ulong Gamma = 7;
    private const int Programs = 500;

    [TestMethod]
    public void Flows_EverythingRecorded_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject()), Seed);

    [TestMethod]
    public void Flows_SomeSampledOut_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject(), mixedSampling: true), Seed + 1);

    [TestMethod]
    public void Flows_NobodyListens_AreAsTheModel() => Check(program => Interpreter.Run(program, static () => new Subject(), anybodyListens: false), Seed + 2);

    internal static void Check(Action<Step[]> run, ulong seed) =>
        Prop.ForAll(Step.Programs, run).Check(Config.QuickThrowOnFailure.WithMaxTest(Programs).WithReplay(seed, Gamma));
}
