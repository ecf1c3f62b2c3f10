using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Noop;
using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests;

[TestClass]
public class SpanBuilderTests
{
    [TestMethod]
    [DynamicData(nameof(FluentCalls.BuilderNames), typeof(FluentCalls))]
    public void Mutator_OnMockSpanBuilder_ReturnsSameBuilder(string call)
    {
        var builder = new MockTracer().BuildSpan("operation");

        var result = FluentCalls.Builder[call](builder);

        Assert.AreSame(builder, result);
    }

    [TestMethod]
    [DynamicData(nameof(FluentCalls.BuilderNames), typeof(FluentCalls))]
    public void Mutator_OnNoopSpanBuilder_ReturnsSameBuilder(string call)
    {
        var builder = NoopTracerFactory.Create().BuildSpan("operation");

        var result = FluentCalls.Builder[call](builder);

        Assert.AreSame(builder, result);
    }

    [TestMethod]
    [DataRow("AddReference(null)")]
    [DataRow("AsChildOf(null span)")]
    [DataRow("AsChildOf(null context)")]
    public void Reference_Null_AddsNothing(string call)
    {
        var builder = new MockTracer().BuildSpan("operation");

        FluentCalls.Builder[call](builder);

        Assert.IsEmpty(((MockSpan)builder.Start()).References);
    }

    [TestMethod]
    [DataRow("AddReference(null)")]
    [DataRow("AsChildOf(null span)")]
    [DataRow("AsChildOf(null context)")]
    public void Reference_NullAndSpanActive_LeavesImplicitParent(string call)
    {
        var tracer = new MockTracer();
        using var scope = tracer.BuildSpan("parent").StartActive();

        var span = (MockSpan)FluentCalls.Builder[call](tracer.BuildSpan("operation")).Start();

        Assert.AreEqual(scope.Span.Context.SpanId, span.ParentId);
    }

    [TestMethod]
    public void AsChildOf_Span_AddsChildOfReferenceToItsContext()
    {
        var parent = Some.Span();

        var span = (MockSpan)new MockTracer().BuildSpan("operation").AsChildOf(parent).Start();

        Assert.AreEqual(new MockSpan.Reference(parent.Context, References.ChildOf), span.References.Single());
    }

    [TestMethod]
    public void AsChildOf_Context_AddsChildOfReference()
    {
        var parent = Some.Context();

        var span = (MockSpan)new MockTracer().BuildSpan("operation").AsChildOf(parent).Start();

        Assert.AreEqual(new MockSpan.Reference(parent, References.ChildOf), span.References.Single());
    }

    [TestMethod]
    public void Start_SpanActivatedAfterBuildSpan_IsItsChild()
    {
        var tracer = new MockTracer();
        var builder = tracer.BuildSpan("operation");
        using var scope = tracer.BuildSpan("parent").StartActive();

        var span = (MockSpan)builder.Start();

        Assert.AreEqual(new MockSpan.Reference(((MockSpan)scope.Span).Context, References.ChildOf), span.References.Single());
    }

    [TestMethod]
    public void StartActive_SpanActive_IsItsChild()
    {
        var tracer = new MockTracer();
        using var outer = tracer.BuildSpan("parent").StartActive();

        using var inner = tracer.BuildSpan("operation").StartActive();

        Assert.AreEqual(outer.Span.Context.SpanId, ((MockSpan)inner.Span).ParentId);
    }

    [TestMethod]
    public void Start_SpanActiveOnlyDuringBuildSpan_IsRoot()
    {
        var tracer = new MockTracer();
        var scope = tracer.BuildSpan("parent").StartActive();
        var builder = tracer.BuildSpan("operation");
        scope.Dispose();

        var span = (MockSpan)builder.Start();

        Assert.IsNull(span.ParentId);
    }

    [TestMethod]
    public void Start_IgnoreActiveSpan_IsRoot()
    {
        var tracer = new MockTracer();
        using var scope = tracer.BuildSpan("parent").StartActive();

        var span = (MockSpan)tracer.BuildSpan("operation").IgnoreActiveSpan().Start();

        Assert.IsEmpty(span.References);
    }

    [TestMethod]
    public void Start_ExplicitReferenceAndSpanActive_HasOnlyExplicitReference()
    {
        var tracer = new MockTracer();
        using var scope = tracer.BuildSpan("active").StartActive();
        var context = Some.Context();

        var span = (MockSpan)tracer.BuildSpan("operation").AddReference(References.FollowsFrom, context).Start();

        Assert.AreEqual(new MockSpan.Reference(context, References.FollowsFrom), span.References.Single());
    }

    [TestMethod]
    public void Start_NothingActive_HasNoReference()
    {
        var tracer = new MockTracer();

        var span = (MockSpan)tracer.BuildSpan("operation").Start();

        Assert.IsEmpty(span.References);
    }

    [TestMethod]
    public void Start_Always_DoesNotActivate()
    {
        var tracer = new MockTracer(CallRecorder.Create<IScopeManager>(out var scopeManager));

        tracer.BuildSpan("operation").Start();

        Assert.DoesNotContain(call => call.StartsWith("Activate", StringComparison.Ordinal), scopeManager.Calls);
    }

    [TestMethod]
    public void StartActive_NoArgument_MakesSpanActive()
    {
        var tracer = new MockTracer();

        using var scope = tracer.BuildSpan("operation").StartActive();

        Assert.AreSame(scope.Span, tracer.ActiveSpan);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void StartActive_Flag_MakesSpanActive(bool finishSpanOnDispose)
    {
        var tracer = new MockTracer();

        using var scope = tracer.BuildSpan("operation").StartActive(finishSpanOnDispose);

        Assert.AreSame(scope.Span, tracer.ActiveSpan);
    }

    [TestMethod]
    public void StartActive_NoArgument_FinishesOnDispose()
    {
        var tracer = new MockTracer();

        tracer.BuildSpan("operation").StartActive().Dispose();

        Assert.HasCount(1, tracer.FinishedSpans());
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0)]
    public void StartActive_Flag_DecidesFinishOnDispose(bool finishSpanOnDispose, int finished)
    {
        var tracer = new MockTracer();

        tracer.BuildSpan("operation").StartActive(finishSpanOnDispose).Dispose();

        Assert.HasCount(finished, tracer.FinishedSpans());
    }

    [TestMethod]
    public void StartActive_ScopeDisposed_NothingActive()
    {
        var scopeManager = new AsyncLocalScopeManager();

        new MockTracer(scopeManager).BuildSpan("operation").StartActive().Dispose();

        Assert.IsNull(scopeManager.Active);
    }
}
