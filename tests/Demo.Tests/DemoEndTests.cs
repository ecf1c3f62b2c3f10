using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Demo.Tests;

[TestClass]
public sealed partial class DemoEndTests
{
    private const int Services = 3;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Services_ParentKilled_End()
    {
        using var demo = DemoProcess.Start("--requests", "1000");
        var services = await ReadServicesAsync(demo);
        Assert.IsTrue(services.All(OtherProcess.IsAlive));

        demo.KillAlone();

        Assert.IsTrue(await OtherProcess.AllEndAsync(services, DemoProcess.Limit, TestContext.CancellationToken));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [DataRow("INT")]
    [DataRow("TERM")]
    public async Task Services_ParentInterrupted_EndWithIt(string signal)
    {
        using var demo = DemoProcess.Start("--requests", "1000");
        var services = await ReadServicesAsync(demo);
        Assert.IsTrue(services.All(OtherProcess.IsAlive));

        using (var kill = Process.Start("kill", ["-" + signal, demo.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.CancellationToken);
        var (exitCode, output, errors) = await demo.EndAsync(TestContext.CancellationToken);

        Assert.AreEqual(130, exitCode, output + errors);
        StringAssert.Contains(output, "Interrupted.", StringComparison.Ordinal);
        Assert.IsTrue(await OtherProcess.AllEndAsync(services, DemoProcess.Limit, TestContext.CancellationToken));
    }

    private async Task<List<int>> ReadServicesAsync(DemoProcess demo)
    {
        var ids = new List<int>();
        while (ids.Count < Services && await demo.ReadLineAsync(TestContext.CancellationToken) is { } line)
        {
            if (ProcessId().Match(line) is { Success: true } match) ids.Add(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        Assert.HasCount(Services, ids);
        return ids;
    }

    [GeneratedRegex("runs as process ([0-9]+) at ")]
    private static partial Regex ProcessId();
}
