using System.Diagnostics;
using OpenTelemetry;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>Baggage where forked flows share a scope, and where other flows dispose scopes.</summary>
[TestClass]
public class BaggageForkTests : ShimTestBase
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task SetBaggageItem_InAForkOfTheOuterScope_DoesNotReachTheInnerOne(bool hasBaggage)
    {
        Baggage.SetBaggage("app", "x");
        var builder = Tracer.BuildSpan("outer");
        using var outer = (hasBaggage ? builder : builder.IgnoreActiveSpan()).StartActive();
        using var cue = new SemaphoreSlim(0);
        var fork = Task.Run(async () =>
        {
            await cue.WaitAsync();
            outer.Span.SetBaggageItem("user", "alice");
            return Baggage.GetBaggage("user");
        });
        using var inner = Tracer.BuildSpan("inner").StartActive();

        cue.Release();

        Assert.AreEqual("alice", await fork);
        Assert.IsNull(Baggage.GetBaggage("user"));
        Assert.IsNull(Tracer.BuildSpan("child").Start().GetBaggageItem("user"));
        Assert.AreEqual("alice", outer.Span.GetBaggageItem("user"));
    }

    [TestMethod]
    public void SetBaggageItem_AfterAnInnerScopeOfTheSameBaggageClosed_ReplacesNothingThatIsKept()
    {
        Spans.Dispose();
        using var outer = Tracer.BuildSpan("outer").StartActive();
        outer.Span.SetBaggageItem("k", "0");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 20_000; i++)
        {
            Tracer.BuildSpan("inner").StartActive().Dispose();
            outer.Span.SetBaggageItem("k", "1");
        }

        Assert.IsLessThan(1_000_000, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.AreEqual("1", Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public async Task SetBaggageItem_AfterAnotherFlowDisposedTheInnerScope_IsTakenBackWithTheOuterOne()
    {
        Baggage.SetBaggage("app", "x");
        var outer = Tracer.BuildSpan("outer").StartActive();
        var inner = Tracer.ScopeManager.Activate(null, false);
        await Task.Run(inner.Dispose);

        outer.Span.SetBaggageItem("k", "v");
        Assert.AreEqual("x", Baggage.GetBaggage("app"));
        outer.Dispose();

        Assert.AreEqual("x", Baggage.GetBaggage("app"));
        Assert.IsNull(Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public async Task Dispose_OfAScopeUnderOneThatAnotherFlowDisposed_RestoresTheBaggage()
    {
        Baggage.SetBaggage("app", "x");
        var outer = Tracer.BuildSpan("outer").StartActive();
        var inner = Tracer.BuildSpan("inner").IgnoreActiveSpan().StartActive();
        Assert.IsNull(Baggage.GetBaggage("app"));
        await Task.Run(inner.Dispose);

        outer.Dispose();

        Assert.AreEqual("x", Baggage.GetBaggage("app"));
    }

    [TestMethod]
    public async Task Dispose_AgainOfAScopeUnderAClosedOne_RestoresTheBaggage()
    {
        Baggage.SetBaggage("app", "x");
        var outer = Tracer.BuildSpan("outer").IgnoreActiveSpan().StartActive();
        var inner = Tracer.ScopeManager.Activate(outer.Span, false);
        using var cue = new SemaphoreSlim(0);
        var fork = Task.Run(async () =>
        {
            await cue.WaitAsync();
            outer.Dispose();
        });
        inner.Dispose();
        cue.Release();
        await fork;

        outer.Dispose();

        Assert.AreEqual("x", Baggage.GetBaggage("app"));
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    public async Task StartActive_OverAScopeWhoseOuterGotItsItemsInAnotherFlow_KeepsItsOwn()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        using var cue = new SemaphoreSlim(0);
        var fork = Task.Run(async () =>
        {
            using var inner = Tracer.ScopeManager.Activate(outer.Span, false);
            await cue.WaitAsync();
            using (Tracer.BuildSpan("over").IgnoreActiveSpan().StartActive())
            {
            }

            return Tracer.BuildSpan("child").Start().GetBaggageItem("k");
        });
        outer.Span.SetBaggageItem("k", "v");
        outer.Dispose();

        cue.Release();

        Assert.AreEqual("v", await fork);
    }

    [TestMethod]
    public async Task SetBaggageItem_OverAScopeThatAnotherFlowDisposed_KeepsTheOthers()
    {
        using var outer = Tracer.ScopeManager.Activate(StartWithBaggage(), true);
        using var inner = Tracer.BuildSpan("inner").StartActive();
        await Task.Run(outer.Dispose);

        inner.Span.SetBaggageItem("k", "v");

        var child = Tracer.BuildSpan("child").Start();
        Assert.AreEqual("x", child.GetBaggageItem("app"));
        Assert.AreEqual("v", child.GetBaggageItem("k"));
    }

    [TestMethod]
    public async Task Baggage_NativeActivityStopsUnderAScopeThatAnotherFlowDisposed_IsGivenBack()
    {
        using var outer = Tracer.BuildSpan("outer").StartActive();
        var native = Some.Source.StartActivity("native")!;
        var inner = Tracer.ScopeManager.Activate(StartWithBaggage(), true);
        await Task.Run(inner.Dispose);
        Activity.Current = native;
        native.Stop();

        using var next = Tracer.BuildSpan("next").StartActive();

        Assert.IsNull(next.Span.GetBaggageItem("app"));
        Assert.IsNull(Baggage.GetBaggage("app"));
    }

    private OpenTracing.ISpan StartWithBaggage() => Tracer.BuildSpan("elsewhere").IgnoreActiveSpan().Start().SetBaggageItem("app", "x");
}
