namespace Segue.Packaging.Tests;

/// <summary>Each way of installing, done as its page says, by somebody who has nothing but the packages.</summary>
[TestClass]
[TestCategory("Pages")]
public class DocumentPageTests
{
    [TestMethod]
    public async Task InstallPackages_Followed_BothApisAreInOneTrace()
    {
        using var consumer = new Consumer();
        consumer.Follow(DocumentPage.Open("install-packages.md"));

        await AssertReceivedAsync(consumer, "shop opentracing order.place, shop native payment.charge");
    }

    [TestMethod]
    public async Task InstallExistingProvider_Followed_AllSpansAreInOneTrace()
    {
        using var consumer = new Consumer();
        consumer.Follow(DocumentPage.Open("install-existing-provider.md"));

        // An OpenTelemetry span has its name as resource there.
        await AssertReceivedAsync(consumer, "orders opentelemetry internal, orders opentracing order.place");
    }

    [TestMethod]
    public async Task InstallFramework_FollowedUnderMono_SpanArrives()
    {
        Require("mono", "apt-get install mono-complete");
        using var consumer = new Consumer();
        consumer.Follow(DocumentPage.Open("install-framework.md"));

        await AssertReceivedAsync(consumer, "shop opentracing order.place");
    }

    [TestMethod]
    public async Task InstallAot_Followed_TrimmedAndNativeProgramsSend()
    {
        Require("gcc", "apt-get install gcc zlib1g-dev");
        using var consumer = new Consumer();
        consumer.Follow(DocumentPage.Open("install-aot.md"));

        await AssertReceivedAsync(
            consumer, "shop opentracing order.place, shop native payment.charge, shop opentracing order.place, shop native payment.charge", traces: 2);
        Assert.AreEqual("trimmed native", string.Join(" ", consumer.Agent.Spans.Where(span => span.Name == "order.place").OrderBy(span => span.StartUnixNanoseconds).Select(span => span.Meta["runtime"])));
    }

    [TestMethod]
    [DataRow("install-packages.md")]
    [DataRow("install-existing-provider.md")]
    [DataRow("install-framework.md")]
    [DataRow("install-aot.md")]
    public void Page_OfInstalling_HasNoCodeThatNothingRuns(string page) => Assert.AreEqual("", string.Join("\n", DocumentPage.Open(page).Unused));

    [TestMethod]
    public void Script_OfAPage_WritesFilesAndRunsCommandsInOrder()
    {
        var page = new DocumentPage("`A.cs`:\n\n```csharp\na;\n```\n\n```sh\nrun\n```\n\n```text\nout\n```\n\nMore:\n\n```csharp\nb;\n```\n");

        Assert.AreEqual("set -eu\ncat >'A.cs' <<'END OF THE FILE'\na;\nEND OF THE FILE\nrun\n", page.Script());
        Assert.AreEqual("out b;", string.Join(" ", page.Expected.Concat(page.Unused)));
    }

    private static async Task AssertReceivedAsync(Consumer consumer, string expected, int traces = 1)
    {
        var count = expected.Split(',').Length;
        await consumer.Agent.WaitForSpans(spans => spans.Count >= count, TimeSpan.FromSeconds(5));

        Assert.AreEqual(expected, consumer.Received());
        Assert.AreEqual(traces, consumer.Agent.Spans.Select(span => span.TraceId).Distinct().Count());
    }

    internal static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void Require(string program, string install)
    {
        if (!IsThere(program)) Assert.Inconclusive($"There is no {program} here; {install}");
    }
}
