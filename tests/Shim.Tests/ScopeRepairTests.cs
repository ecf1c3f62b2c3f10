using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>Scopes that are closed by other flows, overlap, or lie over finished spans.</summary>
[TestClass]
public class ScopeRepairTests : ShimTestBase
{
    [TestMethod]
    public async Task Dispose_ByAnotherFlowWithoutFinishing_IsRestoredByTheOwnersDispose()
    {
        var scope = Tracer.BuildSpan("a").StartActive(false);

        await Task.Run(scope.Dispose);
        scope.Dispose();

        Assert.IsNull(Activity.Current);
        Assert.IsNull(Tracer.ScopeManager.Active);
    }

    [TestMethod]
    public async Task Active_AfterAnotherFlowClosedTheInnerScope_IsTheOuterOne()
    {
        using var server = Some.Source.StartActivity("server");
        using var outer = Tracer.BuildSpan("outer").StartActive();
        var remote = Tracer.Extract(OpenTracing.Propagation.BuiltinFormats.TextMap, new OpenTracing.Propagation.TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent() }));
        var inner = Tracer.BuildSpan("inner").AsChildOf(remote).StartActive();
        await Task.Run(inner.Dispose);

        Assert.AreSame(outer, Tracer.ScopeManager.Active);
        using (Tracer.BuildSpan("next").StartActive())
        {
        }

        Assert.AreEqual(Id(outer.Span), Spans.Single("next").ParentSpanId.ToHexString());
        Assert.AreSame(outer, Tracer.ScopeManager.Active);
        Assert.AreEqual(Id(outer.Span), Activity.Current!.SpanId.ToHexString());
    }

    [TestMethod]
    public void Dispose_UncoveringAFinishedSpanOfAnotherTrace_RestoresWhatRunsAroundIt()
    {
        using var server = Some.Source.StartActivity("server");
        var remote = Tracer.Extract(OpenTracing.Propagation.BuiltinFormats.TextMap, new OpenTracing.Propagation.TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = Some.TraceParent() }));
        var outer = Tracer.BuildSpan("outer").AsChildOf(remote).StartActive();
        var inner = Tracer.BuildSpan("inner").StartActive();
        outer.Span.Finish();

        inner.Dispose();

        Assert.AreSame(server, Activity.Current);
        Assert.AreSame(outer, Tracer.ScopeManager.Active);
        outer.Dispose();
        Assert.AreSame(server, Activity.Current);
    }

    [TestMethod]
    public void StartActive_OverlappingScopesForLong_RetainsNothing()
    {
        using var notRecorded = new NotRecorded(Spans);
        var scope = Tracer.BuildSpan("a").StartActive();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
        {
            var next = Tracer.BuildSpan("a").StartActive();
            scope.Dispose();
            scope = next;
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        scope.Dispose();
        Assert.IsLessThan(1_000_000, grown);
    }

    [TestMethod]
    public void Dispose_ThreeDeepInEveryOrder_EndsWithNothingCurrent()
    {
        foreach (var order in new[] { "012", "021", "102", "120", "201", "210" })
        {
            var scopes = new[] { Tracer.BuildSpan("0").StartActive(), Tracer.BuildSpan("1").StartActive(), Tracer.BuildSpan("2").StartActive() };

            foreach (var index in order) scopes[index - '0'].Dispose();

            Assert.IsNull(Activity.Current, order);
            Assert.IsNull(Tracer.ScopeManager.Active, order);
        }

        Assert.HasCount(18, Spans.Finished);
    }

    [TestMethod]
    public void AsChildOf_RootThatNobodyRecords_IsARootToo()
    {
        using var notRecorded = new NotRecorded(Spans);
        var server = new Activity("server").Start();
        var root = Tracer.BuildSpan("root").IgnoreActiveSpan().Start();

        var child = Tracer.BuildSpan("child").AsChildOf(root).Start();

        Assert.AreEqual(new string('0', 32), child.Context.TraceId);
        using (Tracer.BuildSpan("root").IgnoreActiveSpan().StartActive()) Assert.AreEqual(new string('0', 32), Tracer.BuildSpan("implicit").Start().Context.TraceId);
        server.Stop();
    }

    private sealed class NotRecorded : IDisposable
    {
        internal NotRecorded(RecordedSpans spans) => spans.Dispose();

        public void Dispose()
        {
        }
    }
}
