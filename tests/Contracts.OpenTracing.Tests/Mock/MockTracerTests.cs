using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockTracerTests
{
    [TestMethod]
    public void Constructor_Default_HasAsyncLocalScopeManager()
    {
        var tracer = new MockTracer();

        Assert.AreEqual(typeof(AsyncLocalScopeManager), tracer.ScopeManager.GetType());
    }

    [TestMethod]
    public void Constructor_Default_HasOwnScopeManager()
    {
        var tracer = new MockTracer();

        var other = new MockTracer();

        Assert.AreNotSame(other.ScopeManager, tracer.ScopeManager);
    }

    [TestMethod]
    public void Constructor_Default_PropagatesAsText()
    {
        var tracer = new MockTracer();

        AssertPropagatesAsText(tracer);
    }

    [TestMethod]
    public void Constructor_ScopeManager_UsesIt()
    {
        var scopeManager = new AsyncLocalScopeManager();

        var tracer = new MockTracer(scopeManager);

        Assert.AreSame(scopeManager, tracer.ScopeManager);
    }

    [TestMethod]
    public void Constructor_ScopeManager_PropagatesAsText()
    {
        var tracer = new MockTracer(new AsyncLocalScopeManager());

        AssertPropagatesAsText(tracer);
    }

    [TestMethod]
    public void Constructor_Propagator_HasAsyncLocalScopeManager()
    {
        var tracer = new MockTracer(Propagators.Binary);

        Assert.AreEqual(typeof(AsyncLocalScopeManager), tracer.ScopeManager.GetType());
    }

    [TestMethod]
    public void Constructor_Propagator_UsesIt()
    {
        var tracer = new MockTracer(CallRecorder.Create<IPropagator>(out var recorder));

        tracer.Extract(BuiltinFormats.TextMap, null);

        Assert.HasCount(1, recorder.Calls);
    }

    [TestMethod]
    public void Constructor_Both_UsesScopeManager()
    {
        var scopeManager = new AsyncLocalScopeManager();

        var tracer = new MockTracer(scopeManager, Propagators.Binary);

        Assert.AreSame(scopeManager, tracer.ScopeManager);
    }

    [TestMethod]
    public void Constructor_Both_UsesPropagator()
    {
        var tracer = new MockTracer(new AsyncLocalScopeManager(), CallRecorder.Create<IPropagator>(out var recorder));

        tracer.Extract(BuiltinFormats.TextMap, null);

        Assert.HasCount(1, recorder.Calls);
    }

    [TestMethod]
    public void ActiveSpan_NullScopeManager_IsNull()
    {
        var tracer = new MockTracer((IScopeManager)null);

        var span = tracer.ActiveSpan;

        Assert.IsNull(span);
    }

    [TestMethod]
    public void StartActive_NullScopeManager_ThrowsNullReference()
    {
        var builder = new MockTracer((IScopeManager)null).BuildSpan("operation");

        void Act() => builder.StartActive();

        Assert.ThrowsExactly<NullReferenceException>(Act);
    }

    [TestMethod]
    public void BuildSpan_Always_ReturnsNewMockSpanBuilder()
    {
        var tracer = new MockTracer();

        var builders = new[] { tracer.BuildSpan("operation"), tracer.BuildSpan("operation") };

        CollectionAssert.AllItemsAreUnique(builders.Cast<MockSpanBuilder>().ToArray());
    }

    [TestMethod]
    public void BuildSpan_NullName_StartsSpanWithoutName()
    {
        var builder = new MockTracer().BuildSpan(null);

        var span = (MockSpan)builder.Start();

        Assert.IsNull(span.OperationName);
    }

    [TestMethod]
    public void Inject_Context_IsForwarded()
    {
        var tracer = new MockTracer(CallRecorder.Create<IPropagator>(out var recorder));

        tracer.Inject(Some.Context(), BuiltinFormats.TextMap, null);

        Assert.AreEqual($"Inject(MockSpanContext {typeof(MockSpanContext)}, IFormat`1 Builtin`1.TEXT_MAP, ITextMap null)", recorder.Calls.Single());
    }

    [TestMethod]
    public void Inject_ForeignContext_ThrowsInvalidCast()
    {
        var tracer = new MockTracer();

        void Act() => tracer.Inject(Some.ForeignContext(), BuiltinFormats.TextMap, new EntryList());

        Assert.ThrowsExactly<InvalidCastException>(Act);
    }

    [TestMethod]
    public void Extract_Always_ReturnsWhatPropagatorReturns()
    {
        var context = Some.Context();
        var tracer = new MockTracer(CallRecorder.Create<IPropagator>(out var recorder));
        recorder.Result = _ => context;

        var extracted = tracer.Extract(BuiltinFormats.TextMap, null);

        Assert.AreSame(context, extracted);
    }

    [TestMethod]
    public void FinishedSpans_Always_AreInOrderOfFinish()
    {
        var tracer = new MockTracer();
        var spans = new[] { Some.Span(tracer), Some.Span(tracer), Some.Span(tracer) };

        new[] { spans[2], spans[0], spans[1] }.ToList().ForEach(span => span.Finish());

        CollectionAssert.AreEqual(new[] { spans[2], spans[0], spans[1] }, tracer.FinishedSpans());
    }

    [TestMethod]
    public void FinishedSpans_CopyCleared_IsUnchanged()
    {
        var tracer = new MockTracer();
        Some.Span(tracer).Finish();

        tracer.FinishedSpans().Clear();

        Assert.HasCount(1, tracer.FinishedSpans());
    }

    [TestMethod]
    public void FinishedSpans_SpanOpen_DoesNotContainIt()
    {
        var tracer = new MockTracer();

        Some.Span(tracer);

        Assert.IsEmpty(tracer.FinishedSpans());
    }

    [TestMethod]
    public void Reset_SpanFinished_ForgetsIt()
    {
        var tracer = new MockTracer();
        Some.Span(tracer).Finish();

        tracer.Reset();

        Assert.IsEmpty(tracer.FinishedSpans());
    }

    [TestMethod]
    public void Reset_SpanOpen_IsAddedWhenFinished()
    {
        var tracer = new MockTracer();
        var span = Some.Span(tracer);
        tracer.Reset();

        span.Finish();

        Assert.AreSame(span, tracer.FinishedSpans().Single());
    }

    private static void AssertPropagatesAsText(MockTracer tracer)
    {
        var carrier = new EntryList();
        tracer.Inject(Some.Context(), BuiltinFormats.TextMap, carrier);
        Assert.StartsWith("spanid=", carrier.ToString());
    }
}
