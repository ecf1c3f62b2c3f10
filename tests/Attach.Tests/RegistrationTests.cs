namespace Segue.Attach.Tests;

/// <summary>Who is the global tracer of an attached program, and what those who ask are told.</summary>
[TestClass]
public class RegistrationTests
{
    private const string Shim = "True GlobalTracer{Segue.Shim.OpenTracingShim}";
    private const string Own = "True GlobalTracer{OpenTracing.Mock.MockTracer}";

    private static readonly Dictionary<string, string> _replace = new() { ["SEGUE_ATTACH_REPLACE"] = "true" };
    private static readonly Dictionary<string, string> _withoutRedirect = new() { ["SEGUE_ATTACH_REDIRECT"] = "false" };

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net9.0")]
    [DataRow("net10.0")]
    public async Task Register_OwnTracerAfterLooking_BothHold(string framework)
    {
        var run = await ProgramRun.Attached(framework, "look", "register", "look", "register", "register-other", "register-null", "register-itself");

        string[] expected =
        [
            "registered " + Shim, "register succeeded", "registered " + Own, "register succeeded",
            "register-other InvalidOperationException", "register-null ArgumentNullException", "register-itself ArgumentException",
        ];
        CollectionAssert.AreEqual(expected, run.Lines, run.ToString());
        Assert.AreEqual(1, run.Error.Split("stays in charge").Length - 1, run.Error);
    }

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public async Task RegisterIfAbsent_OwnTracer_IsTaken(string framework)
    {
        var run = await ProgramRun.Attached(framework, "look", "if-absent", "look", "span", "own-spans");

        CollectionAssert.AreEqual(new[] { "registered " + Shim, "if-absent True", "registered " + Own }, run.Lines[..3], run.ToString());
        Assert.AreEqual("1", run.Said("own-spans"));
    }

    [TestMethod]
    [DataRow("net8.0")]
    [DataRow("net10.0")]
    public async Task Register_WithReplace_SucceedsAndShimStays(string framework)
    {
        var run = await ProgramRun.Attached(framework, _replace, "register", "look", "register", "if-absent", "register-other", "span", "own-spans");

        string[] expected = ["register succeeded", "registered " + Shim, "register succeeded", "if-absent True", "register-other InvalidOperationException"];
        CollectionAssert.AreEqual(expected, run.Lines[..5], run.ToString());
        Assert.AreEqual("0", run.Said("own-spans"));
    }

    // The caller is compiled again with everything that it inlines; in .NET that means without going through the entry.
    [TestMethod]
    [DataRow("net8.0", "1")]
    [DataRow("net8.0", "0")]
    [DataRow("net10.0", "1")]
    [DataRow("net10.0", "0")]
    public async Task RegisterIfAbsent_FromOptimizedCode_IsLedToo(string framework, string tiered)
    {
        var run = await ProgramRun.Attached(framework, new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = tiered }, "register-hot", "look", "register");

        CollectionAssert.AreEqual(new[] { "register-hot 100000", "registered " + Own, "register succeeded" }, run.Lines, run.ToString());
    }

    // As on processors where calls can't be led: the flag stays down until the application registers.
    [TestMethod]
    public async Task Register_WithoutRedirect_SucceedsAndShimAnsweredBefore()
    {
        var run = await ProgramRun.Attached("net10.0", _withoutRedirect, "look", "register", "look", "register-other");

        string[] expected = ["registered False GlobalTracer{Segue.Shim.OpenTracingShim}", "register succeeded", "registered " + Own, "register-other InvalidOperationException"];
        CollectionAssert.AreEqual(expected, run.Lines, run.ToString());
    }

    [TestMethod]
    public async Task Register_WithoutRedirectWithReplace_ShimComesBack()
    {
        var run = await ProgramRun.Attached("net10.0", new Dictionary<string, string>(_replace) { ["SEGUE_ATTACH_REDIRECT"] = "false" }, "register", "until-shim", "look");

        Assert.AreEqual("succeeded", run.Said("register"));
        Assert.AreEqual(Shim, run.Said("registered"));
    }

    [TestMethod]
    public async Task Run_NoRegistration_NothingIsSaid()
    {
        var run = await ProgramRun.Attached("net10.0", "look", "span");

        Assert.AreEqual(Shim, run.Said("registered"));
        Assert.AreEqual(32, run.Said("span").Length);
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public async Task Hook_ApplicationWithoutOpenTracing_IsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        var application = folder.Copy(Path.GetDirectoryName(Built.Legacy("net10.0"))!, "application");
        File.Delete(Path.Combine(application, "OpenTracing.dll"));
        File.Delete(Path.Combine(application, "legacy.deps.json"));
        var variables = ProgramRun.Variables();
        variables["SEGUE_ATTACH_LOG"] = "all";

        var run = await ProgramRun.Of(Built.Dotnet, [Path.Combine(application, "legacy.dll"), "loaded=Segue.Core", "loaded=OpenTelemetry"], variables);

        CollectionAssert.AreEqual(new[] { "Segue.Core False", "OpenTelemetry False" }, run.Lines, run.ToString());
        Assert.Contains("legacy is left alone: it has no OpenTracing.", run.Error);
    }

    [TestMethod]
    public async Task Hook_SwitchedOff_IsLeftAlone()
    {
        var run = await ProgramRun.Attached("net10.0", new Dictionary<string, string> { ["SEGUE_ATTACH"] = "false" }, "look", "loaded=Segue.Core");

        CollectionAssert.AreEqual(new[] { "registered False GlobalTracer{NoopTracer}", "Segue.Core False" }, run.Lines, run.ToString());
    }
}
