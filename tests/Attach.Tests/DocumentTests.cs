using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Segue.Attach.Tests;

/// <summary>The commands of docs/attach.md, run as they stand there.</summary>
[TestClass]
public partial class DocumentTests
{
    private static string Document => File.ReadAllText(Path.Combine(Built.Repository, "docs", "attach.md"));

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    public async Task Document_Commands_Work()
    {
        using var folder = new TemporaryFolder();
        var place = folder.Copy(Path.GetDirectoryName(Built.Legacy("net10.0"))!, "place");
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Built.LegacyWeb("net10.0"))!, "legacyweb.*")) File.Copy(file, Path.Combine(place, Path.GetFileName(file)));
        await PackTool(folder.Combine("feed"));
        await File.WriteAllTextAsync(Path.Combine(place, "nuget.config"), $"<configuration><packageSources><clear /><add key=\"local\" value=\"{folder.Combine("feed")}\" /></packageSources></configuration>");
        var script = string.Concat(Blocks().Matches(Document).Select(match => match.Groups[1].Value));
        await File.WriteAllTextAsync(Path.Combine(place, "script.sh"), "set -eu\ncd \"$(dirname \"$0\")\"\n" + script);

        var variables = new Dictionary<string, string>
        {
            ["SEGUE_ATTACH_LOG"] = "all",
            ["PATH"] = Path.GetDirectoryName(Built.Dotnet) + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["DOTNET_ROOT"] = Path.GetDirectoryName(File.ResolveLinkTarget(Built.Dotnet, returnFinalTarget: true)?.FullName ?? Built.Dotnet)!,
        };
        var run = await ProgramRun.Of("sh", [Path.Combine(place, "script.sh")], variables);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.AreEqual("0.1.0", run.Said("segue-attach").Split('+')[0]);
        Assert.HasCount(4, AttachedLine().Matches(run.Error), run.ToString());
        Assert.Contains("attached to legacyweb by hosting startup.", run.Error);
        Assert.AreEqual("succeeded", run.Said("register"));
        Assert.Contains("Something keeps spans away.", run.Output);
    }

    [TestMethod]
    public void Document_Variables_AreThoseThatAreRead()
    {
        foreach (var name in new[] { AttachSettings.Switch, AttachSettings.ReplaceSwitch, AttachSettings.RedirectSwitch, AttachSettings.LogLevel }) Assert.Contains("| `" + name, Document);
    }

    private static async Task PackTool(string feed)
    {
        var run = await ProgramRun.Of(Built.Dotnet,
        [
            "pack", Path.Combine(Built.Repository, "src", "Attach", "Tool", "AttachTool.csproj"), "--no-build", "--configuration", Built.Configuration, "--output", feed,
            "--verbosity", "quiet", "-nodeReuse:false",
        ]);
        Assert.AreEqual(0, run.ExitCode, run.ToString());
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^segue-attach: attached to ", RegexOptions.Multiline)]
    private static partial Regex AttachedLine();
}
