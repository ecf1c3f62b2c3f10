using System.Reflection;
using System.Xml.Linq;

namespace Segue.Packaging.Tests;

/// <summary>samples/Classic, a program of .NET Framework, under Mono.</summary>
[TestClass]
public class ClassicSampleTests
{
    private static readonly XNamespace _binding = "urn:schemas-microsoft-com:asm.v1";

    private static string Output => Path.Combine(PackedSolution.Artifacts, "bin", "Classic", "release");

    [ClassInitialize]
    public static void Build(TestContext context)
    {
        _ = context;
        PackedSolution.Run("build", "samples/Classic/Classic.csproj");
    }

    [TestMethod]
    public async Task Classic_UnderMono_ServiceJoinsTheTraceByTheHandlersHeaders()
    {
        if (!DocumentPageTests.IsThere("mono")) Assert.Inconclusive("There is no Mono here; apt-get install mono-complete");
        using var agent = new TraceView.TraceAgent();
        var mono = new Command("mono", Output, ["Classic.exe"]);
        mono.Environment["DD_TRACE_AGENT_URL"] = agent.Address.AbsoluteUri;

        var (code, output) = mono.Run(TimeSpan.FromMinutes(1));

        Assert.AreEqual("0 The warehouse was asked within the same trace: True", code + " " + output.Trim());
        await agent.WaitForSpans(spans => spans.Count >= 2, TimeSpan.FromSeconds(5));
        var order = agent.Spans.Single(span => span.Name == "order.place");
        Assert.AreEqual(order.SpanId, agent.Spans.Single(span => span.Name == "stock.take").ParentId);
    }

    [TestMethod]
    public void AppConfig_EachRedirect_LeadsToTheAssemblyThatIsShipped()
    {
        var redirects = XDocument.Load(Path.Combine(PackedSolution.Root, "samples", "Classic", "App.config")).Descendants(_binding + "dependentAssembly").ToList();

        Assert.IsNotEmpty(redirects);
        foreach (var redirect in redirects)
        {
            var name = redirect.Element(_binding + "assemblyIdentity")!.Attribute("name")!.Value;
            var version = redirect.Element(_binding + "bindingRedirect")!.Attribute("newVersion")!.Value;
            Assert.AreEqual(AssemblyName.GetAssemblyName(Path.Combine(Output, name + ".dll")).Version!.ToString(), version, name);
        }
    }

    // What the SDK writes for this project is what one of the older kind has to write by hand.
    [TestMethod]
    public void AppConfig_Redirects_AreAllThatTheBuildFinds()
    {
        CollectionAssert.AreEquivalent(Names(Path.Combine(Output, "Classic.exe.config")), Names(Path.Combine(PackedSolution.Root, "samples", "Classic", "App.config")));
    }

    private static string[] Names(string file) => [.. XDocument.Load(file).Descendants(_binding + "assemblyIdentity").Select(element => element.Attribute("name")!.Value)];
}
