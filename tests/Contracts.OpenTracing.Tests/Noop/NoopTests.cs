using System.Reflection;
using OpenTracing;
using OpenTracing.Noop;
using OpenTracing.Propagation;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Noop;

[TestClass]
public class NoopTests
{
    private readonly ITracer _tracer = NoopTracerFactory.Create();

    [TestMethod]
    public void Create_Twice_ReturnsSameNoopTracer()
    {
        var first = NoopTracerFactory.Create();

        var second = NoopTracerFactory.Create();

        Assert.AreSame((NoopTracer)first, second);
    }

    [TestMethod]
    [DataRow(typeof(NoopTracer))]
    [DataRow(typeof(NoopScopeManager))]
    [DataRow(typeof(NoopScopeManager.NoopScope))]
    [DataRow(typeof(NoopSpan))]
    [DataRow(typeof(NoopSpanBuilder))]
    [DataRow(typeof(NoopSpanContext))]
    public void Type_Noop_HasNoPublicConstructor(Type type)
    {
        var constructors = type.GetConstructors();

        Assert.IsEmpty(constructors);
    }

    [TestMethod]
    [DataRow(typeof(NoopTracer), "NoopTracer")]
    [DataRow(typeof(NoopScopeManager), "NoopScopeManager")]
    [DataRow(typeof(NoopScopeManager.NoopScope), "NoopScope")]
    [DataRow(typeof(NoopSpan), "NoopSpan")]
    [DataRow(typeof(NoopSpanBuilder), "NoopSpanBuilder")]
    [DataRow(typeof(NoopSpanContext), "NoopSpanContext")]
    public void ToString_Noop_IsSimpleTypeName(Type type, string expected)
    {
        var text = Singleton(type).ToString();

        Assert.AreEqual(expected, text);
    }

    [TestMethod]
    public void ActiveSpan_Always_IsNull()
    {
        var span = _tracer.ActiveSpan;

        Assert.IsNull(span);
    }

    [TestMethod]
    public void ScopeManager_Always_IsSingleton()
    {
        var scopeManager = _tracer.ScopeManager;

        Assert.AreSame(Singleton(typeof(NoopScopeManager)), scopeManager);
    }

    [TestMethod]
    public void Active_NothingActivated_IsNull()
    {
        var active = _tracer.ScopeManager.Active;

        Assert.IsNull(active);
    }

    [TestMethod]
    public void Active_AfterActivate_IsNull()
    {
        using var scope = _tracer.ScopeManager.Activate(Some.Span(), finishSpanOnDispose: true);

        var active = _tracer.ScopeManager.Active;

        Assert.IsNull(active);
    }

    [TestMethod]
    public void Activate_NullSpan_ReturnsSharedScope()
    {
        var scope = _tracer.ScopeManager.Activate(null, finishSpanOnDispose: true);

        Assert.AreSame(Singleton(typeof(NoopScopeManager.NoopScope)), scope);
    }

    [TestMethod]
    public void Span_OfScope_IsNoopSpan()
    {
        var span = _tracer.ScopeManager.Activate(Some.Span(), finishSpanOnDispose: true).Span;

        Assert.AreSame(Singleton(typeof(NoopSpan)), span);
    }

    [TestMethod]
    public void Dispose_SpanActivatedWithFinish_DoesNotFinishIt()
    {
        var span = CallRecorder.Create<ISpan>(out var recorder);

        _tracer.ScopeManager.Activate(span, finishSpanOnDispose: true).Dispose();

        Assert.IsEmpty(recorder.Calls);
    }

    [TestMethod]
    public void BuildSpan_NullName_ReturnsSharedBuilder()
    {
        var builder = _tracer.BuildSpan(null);

        Assert.AreSame(Singleton(typeof(NoopSpanBuilder)), builder);
    }

    [TestMethod]
    public void Start_Always_ReturnsSharedSpan()
    {
        var span = _tracer.BuildSpan("operation").Start();

        Assert.AreSame(Singleton(typeof(NoopSpan)), span);
    }

    [TestMethod]
    public void StartActive_NoArgument_ReturnsSharedScope()
    {
        var scope = _tracer.BuildSpan("operation").StartActive();

        Assert.AreSame(Singleton(typeof(NoopScopeManager.NoopScope)), scope);
    }

    [TestMethod]
    public void StartActive_Flag_ReturnsSharedScope()
    {
        var scope = _tracer.BuildSpan("operation").StartActive(finishSpanOnDispose: false);

        Assert.AreSame(Singleton(typeof(NoopScopeManager.NoopScope)), scope);
    }

    [TestMethod]
    public void GetBaggageItem_ItemSet_ReturnsNull()
    {
        var span = _tracer.BuildSpan("operation").Start().SetBaggageItem("key", "value");

        var value = span.GetBaggageItem("key");

        Assert.IsNull(value);
    }

    [TestMethod]
    public void Context_AfterFinishTwice_IsSharedContext()
    {
        var span = _tracer.BuildSpan("operation").Start();
        span.Finish();

        span.Finish(Some.Time);

        Assert.AreSame(Singleton(typeof(NoopSpanContext)), span.Context);
    }

    [TestMethod]
    public void TraceId_OfContext_IsNull()
    {
        var context = _tracer.BuildSpan("operation").Start().Context;

        var traceId = context.TraceId;

        Assert.IsNull(traceId);
    }

    [TestMethod]
    public void SpanId_OfContext_IsNull()
    {
        var context = _tracer.BuildSpan("operation").Start().Context;

        var spanId = context.SpanId;

        Assert.IsNull(spanId);
    }

    [TestMethod]
    public void GetBaggageItems_OfContext_IsEmpty()
    {
        var context = _tracer.BuildSpan("operation").Start().Context;

        var items = context.GetBaggageItems();

        Assert.IsEmpty(items);
    }

    [TestMethod]
    public void Extract_NullArguments_ReturnsSharedContext()
    {
        var context = _tracer.Extract<ITextMap>(null, null);

        Assert.AreSame(Singleton(typeof(NoopSpanContext)), context);
    }

    [TestMethod]
    public void Inject_Carrier_LeavesItAlone()
    {
        var carrier = new EntryList();

        _tracer.Inject(Some.Context(), BuiltinFormats.TextMap, carrier);

        Assert.IsEmpty(carrier);
    }

    [TestMethod]
    public void Inject_NullArguments_DoesNotThrow()
    {
        Exception thrown = null;

        try
        {
            _tracer.Inject<ITextMap>(null, null, null);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }

        Assert.IsNull(thrown);
    }

    private static object Singleton(Type type) => type.GetField("Instance", BindingFlags.NonPublic | BindingFlags.Static).GetValue(null);
}
