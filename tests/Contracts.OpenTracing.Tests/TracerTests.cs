using System.Reflection;
using OpenTracing.Mock;
using OpenTracing.Noop;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests;

[TestClass]
public class TracerTests
{
    [TestMethod]
    public void ActiveSpan_NothingActive_IsNull()
    {
        var tracer = new MockTracer();

        var span = tracer.ActiveSpan;

        Assert.IsNull(span);
    }

    [TestMethod]
    public void ActiveSpan_ScopeActive_IsSpanOfScopeManager()
    {
        var tracer = new MockTracer();

        using var scope = tracer.ScopeManager.Activate(Some.Span(), finishSpanOnDispose: false);

        Assert.AreSame(tracer.ScopeManager.Active.Span, tracer.ActiveSpan);
    }

    [TestMethod]
    public void ScopeManager_DefaultMockTracer_IsNotNull()
    {
        var tracer = new MockTracer();

        var scopeManager = tracer.ScopeManager;

        Assert.IsNotNull(scopeManager);
    }

    [TestMethod]
    public void ScopeManager_NoopTracer_IsNotNull()
    {
        var tracer = NoopTracerFactory.Create();

        var scopeManager = tracer.ScopeManager;

        Assert.IsNotNull(scopeManager);
    }

    [TestMethod]
    public void ScopeManager_GlobalTracer_IsNotNull()
    {
        var tracer = GlobalTracer.Instance;

        var scopeManager = tracer.ScopeManager;

        Assert.IsNotNull(scopeManager);
    }

    [TestMethod]
    public void Extract_NoContextInCarrier_ReturnsNull()
    {
        var carrier = new TextMapExtractAdapter(new Dictionary<string, string>());

        var context = new MockTracer().Extract(BuiltinFormats.TextMap, carrier);

        Assert.IsNull(context);
    }

    [TestMethod]
    public void Inject_TextMap_CanBeExtracted()
    {
        var tracer = new MockTracer();
        var carrier = new Dictionary<string, string>();
        var context = Some.Context(("key", "value"));

        tracer.Inject(context, BuiltinFormats.TextMap, new TextMapInjectAdapter(carrier));

        var extracted = tracer.Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(carrier));
        Assert.AreEqual((context.TraceId, context.SpanId), (extracted.TraceId, extracted.SpanId));
    }

    [TestMethod]
    public void IFormat_TypeParameter_IsInvariant()
    {
        var parameter = typeof(IFormat<>).GetGenericArguments().Single();

        var variance = parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask;

        Assert.AreEqual(GenericParameterAttributes.None, variance);
    }
}
