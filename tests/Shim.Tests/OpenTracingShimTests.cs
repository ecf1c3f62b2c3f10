using Moq;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.TestKit;

namespace Segue.Shim.Tests;

[TestClass]
public class OpenTracingShimTests : ShimTestBase
{
    [TestMethod]
    public void Register_AsGlobalTracer_LegacyCallsMakeNativeSpans()
    {
        try
        {
            GlobalTracer.Register(Shim);

            using (GlobalTracer.Instance.BuildSpan("x").StartActive())
            {
            }

            Assert.HasCount(1, Spans.Finished);
        }
        finally
        {
            ResetGlobalTracer();
        }
    }

    [TestMethod]
    public void TryRegisterGlobal_FreeThenOursThenOccupied_SaysWhich()
    {
        try
        {
            Assert.AreEqual(RegistrationResult.Registered, OpenTracingShim.TryRegisterGlobal(Shim));
            Assert.AreEqual(RegistrationResult.AlreadyOurs, OpenTracingShim.TryRegisterGlobal());
            ResetGlobalTracer();
            GlobalTracer.Register(new OpenTracing.Mock.MockTracer());

            var occupied = OpenTracingShim.TryRegisterGlobal(Shim);

            Assert.AreEqual(RegistrationResult.Occupied, occupied);
            Assert.Contains("MockTracer", occupied.Occupant!);
        }
        finally
        {
            ResetGlobalTracer();
        }
    }

    [TestMethod]
    public void Inject_ThenExtract_RoundTripsIdsAndBaggage()
    {
        var span = Tracer.BuildSpan("a").Start().SetBaggageItem("k", "v w");
        var headers = new Dictionary<string, string>();

        Tracer.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        var read = Tracer.Extract(BuiltinFormats.TextMap, new TextMapExtractAdapter(headers));

        Assert.AreEqual($"00-{span.Context.TraceId}-{span.Context.SpanId}-01", headers["traceparent"]);
        Assert.AreEqual(span.Context.TraceId, read.TraceId);
        Assert.AreEqual(span.Context.SpanId, read.SpanId);
        Assert.AreEqual("v w", read.GetBaggageItems().Single().Value);
    }

    [TestMethod]
    [DataRow("traceparent")]
    [DataRow("TraceParent")]
    [DataRow("TRACEPARENT")]
    public void Extract_AnyCase_IsRead(string name)
    {
        var context = Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(new Dictionary<string, string> { [name] = Some.TraceParent() }));

        Assert.AreEqual(Some.TraceIdHex, context.TraceId);
    }

    [TestMethod]
    public void Extract_NothingOrGarbage_IsNull()
    {
        Assert.IsNull(Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(new Dictionary<string, string>())));
        Assert.IsNull(Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(new Dictionary<string, string> { ["traceparent"] = "garbage" })));
    }

    [TestMethod]
    public void Extract_DuplicateAndNullEntries_DoesNotThrow()
    {
        var map = new Mock<ITextMap>();
        map.Setup(m => m.GetEnumerator()).Returns(() => new List<KeyValuePair<string, string>>
        {
            new(null!, "x"), new("traceparent", null!), new("traceparent", Some.TraceParent()), new("baggage", "a=1"), new("Baggage", "b=2"),
        }.GetEnumerator());

        var context = Tracer.Extract(BuiltinFormats.HttpHeaders, map.Object);

        Assert.AreEqual(Some.TraceIdHex, context.TraceId);
    }

    [TestMethod]
    public void InjectAndExtract_NullFormatOrCarrier_ThrowAsTheContractSays()
    {
        var context = Tracer.BuildSpan("a").Start().Context;

        Assert.AreEqual("format", Assert.ThrowsExactly<ArgumentNullException>(() => Tracer.Inject<ITextMap>(context, null!, null!)).ParamName);
        Assert.AreEqual("carrier", Assert.ThrowsExactly<ArgumentNullException>(() => Tracer.Inject(context, BuiltinFormats.TextMap, null!)).ParamName);
        Assert.AreEqual("format", Assert.ThrowsExactly<ArgumentNullException>(() => Tracer.Extract<ITextMap>(null!, null!)).ParamName);
        Assert.AreEqual("carrier", Assert.ThrowsExactly<ArgumentNullException>(() => Tracer.Extract(BuiltinFormats.TextMap, null!)).ParamName);
    }

    [TestMethod]
    public void Inject_UnknownFormat_ThrowsNotSupported()
    {
        var context = Tracer.BuildSpan("a").Start().Context;

        Assert.ThrowsExactly<NotSupportedException>(() => Tracer.Inject(context, new Mock<IFormat<object>>().Object, new object()));
    }

    [TestMethod]
    public void Inject_NullOrNoopContext_WritesNothing()
    {
        var headers = new Dictionary<string, string>();

        Tracer.Inject(null, BuiltinFormats.TextMap, new TextMapInjectAdapter(headers));
        Tracer.Inject(OpenTracing.Noop.NoopTracerFactory.Create().BuildSpan("n").Start().Context, BuiltinFormats.TextMap, new TextMapInjectAdapter(headers));

        Assert.IsEmpty(headers);
    }

    [TestMethod]
    public void Inject_PropagatorsPerFormat_EachUsesItsOwn()
    {
        var textMap = new Mock<OpenTelemetry.Context.Propagation.TextMapPropagator>();
        var tracer = new OpenTracingShim(new ShimOptions { TextMap = textMap.Object });
        var headers = new Dictionary<string, string>();
        var span = tracer.BuildSpan("a").Start();

        tracer.Inject(span.Context, BuiltinFormats.TextMap, new TextMapInjectAdapter(headers));
        Assert.IsEmpty(headers);
        tracer.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));

        Assert.IsTrue(headers.ContainsKey("traceparent"));
        Assert.HasCount(1, textMap.Invocations.Where(call => call.Method.Name == "Inject"));
    }

    [TestMethod]
    public void Constructor_NullArguments_ThrowAtOnce()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new OpenTracingShim((ShimOptions)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => new OpenTracingShim((TracerProvider)null!));
    }

    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0)]
    public void Dispose_OwnsProvider_DisposesItOnceAndOnlyThen(bool owns, int disposed)
    {
        using var provider = new CountingProvider();
        var tracer = new OpenTracingShim(provider, new ShimOptions { OwnsProvider = owns });

        tracer.Dispose();
        tracer.Dispose();

        Assert.AreEqual(disposed, provider.Disposed);
    }

    [TestMethod]
    public void Defaults_OfOptions_AreAsDocumented()
    {
        var options = new ShimOptions();

        Assert.IsNull(options.TextMap);
        Assert.IsNull(options.HttpHeaders);
        Assert.IsFalse(options.LinkAllReferences);
        Assert.IsFalse(options.OwnsProvider);
    }

    [TestMethod]
    public void Source_NameAndVersion_AreThoseOfTheShim()
    {
        Tracer.BuildSpan("a").Start().Finish();

        Assert.AreEqual("opentracing-shim", OpenTracingShim.ActivitySourceName);
        Assert.AreEqual("opentracing-shim", Spans.Single("a").Source.Name);
        Assert.AreEqual("1.0.0", Spans.Single("a").Source.Version);
    }

    private sealed class CountingProvider : TracerProvider
    {
        internal int Disposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            Disposed++;
            base.Dispose(disposing);
        }
    }
}
