using System.Diagnostics;
using OpenTelemetry;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>Baggage over forked flows, overlapping scopes, decorators and code that writes OpenTelemetry's baggage.</summary>
[TestClass]
public class BaggageFlowTests : ShimTestBase
{
    [TestMethod]
    public async Task SetBaggageItem_InForksOfOneScope_NeverReachesAnotherRequest()
    {
        Baggage.SetBaggage("app", "x");
        var set = new TaskCompletionSource();
        var other = Task.Run(async () =>
        {
            await set.Task;
            return (Baggage.GetBaggage("user"), Tracer.BuildSpan("other").Start().GetBaggageItem("user"), Baggage.GetBaggage("app"));
        });

        await Task.Run(async () =>
        {
            using var scope = Tracer.BuildSpan("request").StartActive();
            await Task.Run(() => Tracer.ActiveSpan.SetBaggageItem("first", "1"));
            await Task.Run(() => Tracer.ActiveSpan.SetBaggageItem("user", "alice"));
        });
        set.SetResult();

        Assert.AreEqual((null, null, "x"), await other);
        Assert.IsNull(Baggage.GetBaggage("first"));
    }

    [TestMethod]
    public async Task SetBaggageItem_InAwaitedHelper_ReachesLaterChildrenOfTheCaller()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();
        async Task Helper()
        {
            await Task.Yield();
            Tracer.ActiveSpan.SetBaggageItem("user", "1");
        }

        await Helper();

        Assert.AreEqual("1", Tracer.BuildSpan("child").Start().GetBaggageItem("user"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Dispose_OutOfOrder_LeavesNoBaggageBehind(bool innerHasItem)
    {
        var outer = Tracer.BuildSpan("outer").StartActive();
        outer.Span.SetBaggageItem("k", "v");
        var inner = Tracer.BuildSpan("inner").StartActive();
        if (innerHasItem) inner.Span.SetBaggageItem("i", "v");

        outer.Dispose();
        inner.Dispose();

        Assert.AreEqual(0, Baggage.Current.Count);
        Assert.IsEmpty(Tracer.BuildSpan("next").Start().Context.GetBaggageItems());
    }

    [TestMethod]
    public void Dispose_OverlappingScopesInARow_LeavesNoBaggageBehind()
    {
        var scope = Tracer.BuildSpan("0").StartActive();
        scope.Span.SetBaggageItem("k", "v");
        for (var i = 1; i < 10; i++)
        {
            var next = Tracer.BuildSpan($"{i}").StartActive();
            scope.Dispose();
            scope = next;
        }

        scope.Dispose();

        Assert.AreEqual(0, Baggage.Current.Count);
        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public async Task Dispose_InAnotherFlowAndThenHere_RestoresBaggageHere()
    {
        var scope = Tracer.BuildSpan("a").StartActive();
        scope.Span.SetBaggageItem("k", "v");

        await Task.Run(scope.Dispose);
        scope.Dispose();

        Assert.AreEqual(0, Baggage.Current.Count);
    }

    [TestMethod]
    public void SetBaggageItem_AfterOpenTelemetryWrote_KeepsWhatItWrote()
    {
        using var scope = Tracer.BuildSpan("a").StartActive();
        scope.Span.SetBaggageItem("s", "1");
        Baggage.SetBaggage("o", "2");

        scope.Span.SetBaggageItem("t", "3");

        var child = Tracer.BuildSpan("child").Start();
        Assert.AreEqual("1", child.GetBaggageItem("s"));
        Assert.AreEqual("2", child.GetBaggageItem("o"));
        Assert.AreEqual("3", child.GetBaggageItem("t"));
    }

    [TestMethod]
    public void SetBaggageItem_OnDecoratedActiveSpan_ReachesImplicitChildrenAndAmbient()
    {
        using var scope = Tracer.ScopeManager.Activate(new Decorator(Tracer.BuildSpan("a").Start()), true);

        Tracer.ActiveSpan.SetBaggageItem("k", "v");

        Assert.AreEqual("v", Baggage.GetBaggage("k"));
        Assert.AreEqual("v", Tracer.BuildSpan("child").Start().GetBaggageItem("k"));
    }

    [TestMethod]
    public void SetBaggageItem_NullForAnItemOfTheActivity_HidesItFromChildren()
    {
        using var server = Some.Source.StartActivity("server")!;
        server.SetBaggage("u", "1");
        using var scope = Tracer.BuildSpan("a").StartActive();

        scope.Span.SetBaggageItem("u", null);

        Assert.IsNull(Tracer.BuildSpan("child").Start().GetBaggageItem("u"));
    }

    [TestMethod]
    public void Start_ActivityWithEmptyBaggageKey_DoesNotThrow()
    {
        using var server = Some.Source.StartActivity("server")!;
        server.AddBaggage("", "v").AddBaggage("k", "v");

        Assert.AreEqual("v", Tracer.BuildSpan("a").Start().GetBaggageItem("k"));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    public void GetBaggageItem_NoName_IsNull(string? key) => Assert.IsNull(Tracer.BuildSpan("a").Start().GetBaggageItem(key));
}
