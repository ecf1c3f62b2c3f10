using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.Propagation;
using Segue.Sampling;
using Segue.Sdk.Tests.Support;
using Segue.Shim;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

/// <summary>Spans below an Activity that the framework made and nobody records; <c>new Activity</c> stands for the framework.</summary>
[TestClass]
public partial class HiddenActivityTests : SdkTestBase
{
    private readonly OpenTracingShim _shim = new();
    private readonly ExportedSpans _exported = new();

    public static IEnumerable<object[]> Apis => [["shim"], ["native"]];

    public static IEnumerable<object[]> Samplers => [["parentbased"], ["always"], ["segue"]];

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Start_HiddenBelowARecordedSpan_ParentIsTheRecordedOne(string api)
    {
        using (Provider(new AlwaysOnSampler()))
        using (Open(api, "outer"))
        using (Hidden("http.in"))
        using (Hidden("http.out"))
        using (Open(api, "inner"))
        {
        }

        Assert.AreEqual(_exported["outer"].SpanId, _exported["inner"].ParentSpanId);
        Assert.AreEqual(_exported["outer"].TraceId, _exported["inner"].TraceId);
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Start_HiddenBelowARemoteParent_ParentIsTheRemoteOne(string api)
    {
        using (Provider(new ParentBasedSampler(new AlwaysOffSampler())))
        using (Hidden("http.in", Some.TraceParent(), "dd=s:2,foo=1"))
        using (Open(api, "inner"))
        {
        }

        Assert.AreEqual(Some.SpanIdHex, _exported["inner"].ParentSpanId.ToHexString());
        Assert.AreEqual("dd=s:2,foo=1", _exported["inner"].TraceStateString);
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Start_HiddenBelowADroppedRemoteParent_IsDroppedToo(string api)
    {
        using (Provider(new ParentBasedSampler(new AlwaysOnSampler())))
        using (Hidden("http.in", Some.TraceParent(false)))
        using (Open(api, "inner"))
        {
            StringAssert.StartsWith(Injected(Activity.Current!), $"00-{Some.TraceIdHex}-");
            StringAssert.EndsWith(Injected(Activity.Current!), "-00");
        }

        Assert.IsEmpty(_exported.All);
    }

    [TestMethod]
    [DynamicData(nameof(Samplers))]
    public void Start_RootsBelowAHiddenRoot_ShareItsTraceAndOneDecision(string name)
    {
        var kept = 0;
        for (var i = 0; i < 200; i++)
        {
            var exported = new ExportedSpans();
            using (Provider(Sampler(name), exported))
            using (var hidden = Hidden("http.in"))
            {
                using (Open("shim", "first")) Open("native", "child").Dispose();
                using (Open("native", "second")) Open("shim", "grandchild").Dispose();
                Assert.IsTrue(exported.All.All(span => span.TraceId == hidden.TraceId));
            }

            Assert.IsTrue(exported.All.Count is 0 or 4, $"{exported.All.Count} of 4 were kept");
            Assert.AreEqual("", string.Join(" ", exported.Dangling()));
            if (exported.All.Count == 4) kept++;
        }

        Assert.IsTrue(name == "always" ? kept == 200 : kept is > 50 and < 150, kept.ToString());
    }

    [TestMethod]
    public void Start_RootBelowAHiddenRoot_CarriesWhatTheSamplerSays()
    {
        using (Provider(new SegueSampler(sampleRate: 1)))
        using (Hidden("http.in"))
        {
            Open("shim", "first").Dispose();
            Open("native", "second").Dispose();
        }

        Assert.AreEqual("dd=s:2;t.dm:-3;t.ksr:1", _exported["first"].TraceStateString);
        Assert.AreEqual(1.0, _exported["first"].GetTagItem("_dd.rule_psr"));
        Assert.AreEqual("dd=s:2;t.dm:-3;t.ksr:1", _exported["second"].TraceStateString);
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Start_SamplerThrowsBelowAHiddenRoot_IsSaidAndGoesNoFurther(string api)
    {
        Expect("Failure");
        using (Provider(new ThrowingSampler()))
        using (var hidden = Hidden("http.in"))
        {
            Open(api, "inner").Dispose();
            Assert.AreSame(hidden, Activity.Current);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Dispose_BelowHidden_RestoresTheHiddenOne(string api)
    {
        using var provider = Provider(new AlwaysOnSampler());
        using var outer = Open("shim", "outer");
        using var hidden = Hidden("http.in");

        Open(api, "inner").Dispose();

        Assert.AreSame(hidden, Activity.Current);
    }

    [TestMethod]
    public void Start_RecordedBetweenHiddenOnes_IsTheParent()
    {
        using (Provider(new AlwaysOnSampler()))
        using (Open("shim", "outer"))
        using (Hidden("one"))
        using (Open("native", "middle"))
        using (Hidden("two"))
        using (Open("shim", "inner"))
        {
        }

        Assert.AreEqual(_exported["middle"].SpanId, _exported["inner"].ParentSpanId);
        Assert.AreEqual(_exported["outer"].SpanId, _exported["middle"].ParentSpanId);
    }

    [TestMethod]
    public void Start_ActiveSpanOfHiddenGivenAsParent_IsTheRecordedOneAround()
    {
        using (Provider(new AlwaysOnSampler()))
        using (Open("shim", "outer"))
        using (Hidden("http.in"))
        {
            var given = _shim.ActiveSpan;
            using (Hidden("other")) _shim.BuildSpan("explicit").AsChildOf(given).Start().Finish();
            _shim.BuildSpan("direct").AsChildOf(given).Start().Finish();
        }

        Assert.AreEqual("", string.Join(" ", _exported.Dangling()));
        Assert.AreEqual(_exported["outer"].SpanId, _exported["explicit"].ParentSpanId);
    }

    [TestMethod]
    [DataRow("shim")]
    [DataRow("native")]
    [DataRow("plain source")]
    public void Start_RootBelowAHiddenRoot_IsDecidedByTheIdThatGoesOut(string api)
    {
        var kept = 0;
        for (var i = 0; i < 200; i++)
        {
            var exported = new ExportedSpans();
            ActivityTraceId trace;
            using (Provider(new SegueSampler(sampleRate: 0.5, rateLimit: -1), exported))
            using (var hidden = Hidden("http.in"))
            {
                trace = hidden.TraceId;
                if (api == "plain source") FinishedSpans.Source.StartActivity("work")?.Dispose();
                else Open(api, "work").Dispose();
            }

            var expected = TraceIdHash.Keeps(trace, 0.5);
            Assert.AreEqual(expected ? trace.ToHexString() : "", string.Concat(exported.All.Select(span => span.TraceId.ToHexString())));
            if (expected) kept++;
        }

        Assert.IsTrue(kept is > 50 and < 150, kept.ToString());
        if (api == "plain source") Expect("Misuse");
    }

    [TestMethod]
    public void Start_PlainSourceBelowHidden_IsCountedAndSaidOnce()
    {
        Expect("Misuse");
        using (Provider(new AlwaysOnSampler()))
        using (Hidden("http.in"))
        {
            FinishedSpans.Source.StartActivity("plain")!.Dispose();
            FinishedSpans.Source.StartActivity("plain")!.Dispose();
            Open("shim", "legacy").Dispose();
            Open("native", "native").Dispose();
        }

        Assert.AreEqual(2, Counters["segue.misuse/hidden_parent"]);
        Assert.IsLessThanOrEqualTo(1, Log.Written.Count(line => line.Contains("hidden_parent", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Start_LegacySourceIsListenedTo_NothingIsHidden()
    {
        using (OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddLegacySource("http.in").AddSegue().AddProcessor(new SimpleActivityExportProcessor(_exported)).Build())
        using (Hidden("http.in"))
        {
            Open("shim", "inner").Dispose();
        }

        Assert.AreEqual(_exported["http.in"].SpanId, _exported["inner"].ParentSpanId);
    }

    private static string? Injected(Activity activity)
    {
        var headers = new Dictionary<string, string>();
        new HttpPropagator(new CompositePropagator()).Inject(activity, headers, static (carrier, name, value) => ((Dictionary<string, string>)carrier!)[name] = value);
        return headers.GetValueOrDefault("traceparent");
    }

    private static Activity Hidden(string name, string? parent = null, string? traceState = null)
    {
        var activity = new Activity(name);
        if (parent is not null) activity.SetParentId(parent);
        activity.TraceStateString = traceState;
        return activity.Start();
    }

    private static Sampler Sampler(string name) => name switch
    {
        "parentbased" => new ParentBasedSampler(new TraceIdRatioBasedSampler(0.5)),
        "always" => new AlwaysOnSampler(),
        _ => new SegueSampler(sampleRate: 0.5, rateLimit: -1),
    };

    private IDisposable Open(string api, string name) => api == "shim" ? _shim.BuildSpan(name).StartActive(true) : Tracer.Instance.StartActive(name);

    private TracerProvider Provider(Sampler sampler, ExportedSpans? exported = null) => OpenTelemetry.Sdk.CreateTracerProviderBuilder()
        .AddSegue(options =>
        {
            options.FrameworkSpans = FrameworkSpans.Off;
            options.Sources.Add(FinishedSpans.SourceName);
        })
        .SetSampler(sampler)
        .AddProcessor(new SimpleActivityExportProcessor(exported ?? _exported))
        .Build();

    private sealed class ThrowingSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => throw new InvalidOperationException("no decision");
    }
}
