using Segue.TraceView;

namespace Segue.Packaging.Tests;

/// <summary>Somebody who has nothing but the packages: a folder outside the repository, a feed in another, and an agent that receives.</summary>
internal sealed class Consumer : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(8);

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(PackedSolution.Folder, "consumers", Guid.NewGuid().ToString("N"))).FullName;

    internal Consumer()
    {
        // Packages of this build go to a cache of their own: the user's must not keep them. What the user's has is taken from there.
        var settings = $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(PackedSolution.Folder, "cache")}" /></config>
              <fallbackPackageFolders><add key="user" value="{UserCache}" /></fallbackPackageFolders>
              <packageSources>{string.Concat(PackedSolution.Feeds.Select((feed, i) => $"<add key=\"segue{i}\" value=\"{feed}\" />"))}</packageSources>
            </configuration>
            """;
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), settings);
        // So that nothing above is taken for the project's.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" }) File.WriteAllText(Path.Combine(_folder, name), "<Project />");
    }

    internal TraceAgent Agent { get; } = new();

    private static string UserCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Does what a page says, and asserts that it ends well, says what the page says that it does, and warns of nothing.</summary>
    internal void Follow(DocumentPage page)
    {
        File.WriteAllText(Path.Combine(_folder, "page.sh"), page.Script());
        var shell = new Command("sh", _folder, ["page.sh"]);
        shell.Environment["DD_TRACE_AGENT_URL"] = Agent.Address.AbsoluteUri;
        shell.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        // A feed that lacks the exact lower bound of a dependency serves the next one, and says so.
        shell.Environment["NoWarn"] = "NU1603";
        shell.Environment["NuGetAudit"] = "false";
        var (code, output) = shell.Run(_limit);

        Assert.AreEqual(0, code, output);
        foreach (var text in page.Expected) Assert.Contains(text, output.ReplaceLineEndings("\n"));
        Assert.DoesNotMatchRegex(@"\bwarning\b(?! (?:level|as))", output.Replace("0 Warning(s)", "", StringComparison.Ordinal));
    }

    /// <summary>The spans that arrived, oldest first, as <c>service api name</c>.</summary>
    internal string Received() => string.Join(", ", Agent.Spans.OrderBy(span => span.StartUnixNanoseconds).Select(span => $"{span.Service} {span.Api} {span.Name}"));

    public void Dispose() => Agent.Dispose();
}
