using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTracing.Util;
using Segue.Hosting.Tests.Docs;

namespace Segue.Hosting.Tests;

/// <summary>What docs/install-hosting.md shows is what runs here.</summary>
[TestClass]
public partial class HostingPageTests : HostTestBase
{
    [TestMethod]
    public async Task Page_ApplicationAndSettings_TraceAsShown()
    {
        await using (var app = HostedApplication.Build(["--urls", "http://127.0.0.1:0"]))
        {
            ((IConfigurationBuilder)app.Configuration).AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Block("json"))));
            ((IConfigurationBuilder)app.Configuration).AddInMemoryCollection([new("Segue:AgentUri", Agent.Address.ToString())]);
            await app.StartAsync();
            GlobalTracer.Instance.BuildSpan("legacy").StartActive().Dispose();
            using var client = new HttpClient();
            var health = await client.GetStringAsync(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/health"));
            await app.StopAsync();
            Assert.AreEqual("Healthy", health);
        }

        var legacy = Agent.Spans.Single(span => span.Resource == "legacy");
        Assert.AreEqual("shop prod", legacy.Service + " " + legacy.Meta["env"]);
    }

    [TestMethod]
    public void Page_Code_IsWhatIsCompiled()
    {
        var code = File.ReadAllText(Path.Combine(Root, "tests/Hosting.Tests/Docs/HostedApplication.cs"));
        var regions = Region().Matches(code).Select(match => string.Join('\n', match.Groups[1].Value.TrimEnd().Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line)));

        Assert.AreEqual(string.Join("\n\n", regions), Block("csharp"));
    }

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Shim.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    private static string Block(string language)
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs/install-hosting.md"));
        return Regex.Match(page, "```" + language + "\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
    }

    [GeneratedRegex("#region [^\n]*\n(.*?)[ ]*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
