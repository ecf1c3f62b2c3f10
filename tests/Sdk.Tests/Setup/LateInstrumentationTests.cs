using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>The double of OpenTracing.Contrib.NetCore is loaded after tracing has started; in a process of its own, since an assembly stays.</summary>
[TestClass]
public class LateInstrumentationTests
{
    private const string Warning = "Misuse: legacy_instrumentation_late";

    [TestMethod]
    [DataRow("late Auto", 1)]
    [DataRow("late Auto provider", 1, DisplayName = "on somebody's own provider")]
    [DataRow("late Auto between", 1, DisplayName = "after a provider was described and before it is built")]
    [DataRow("late Auto disposed", 0)]
    [DataRow("late On", 0)]
    [DataRow("late Off", 0)]
    public async Task Start_LegacyInstrumentationIsLoadedLater_IsSaidOnceAndCounted(string way, int expected)
    {
        using var agent = new ScriptedListener();
        using var child = ChildProgram.Start(agent.Uri, way);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var said = await child.StandardError.ReadToEndAsync(deadline.Token);
        await child.WaitForExitAsync(deadline.Token);

        Assert.AreEqual(0, child.ExitCode, said);
        Assert.HasCount(expected, said.Split('\n').Where(line => line.StartsWith(Warning, StringComparison.Ordinal)), said);
        Assert.Contains($"counted {expected}", said);
        if (expected > 0) Assert.Contains("set FrameworkSpans = Off", said);
    }
}
