using System.Diagnostics;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;

namespace Segue.Sdk.Tests.Setup;

// What goes out below such an Activity.
public partial class HiddenActivityTests
{
    [TestMethod]
    public void Inject_FromHidden_NamesTheRecordedAncestor()
    {
        using var provider = Provider(new AlwaysOnSampler());
        using var outer = Open("shim", "outer");
        var expected = Activity.Current!.Id;
        using var hidden = Hidden("http.out");
        var shim = new Dictionary<string, string>();
        var native = new Dictionary<string, string>();

        _shim.Inject(_shim.ActiveSpan.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(shim));
        new SpanContextInjector().Inject(native, (headers, key, value) => headers[key] = value, Tracer.Instance.ActiveScope!.Span.Context);

        Assert.AreEqual(expected, Injected(hidden));
        Assert.AreEqual(expected, shim["traceparent"]);
        Assert.AreEqual(expected, native["traceparent"]);
    }

    [TestMethod]
    public void Inject_HiddenRootWithoutADecision_WritesNothing()
    {
        using var provider = Provider(new AlwaysOnSampler());
        using var hidden = Hidden("http.out");

        Assert.IsNull(Injected(hidden));
    }

    [TestMethod]
    public void Inject_HiddenRootAfterItsSpansEnded_NamesTheOneThatIsExported()
    {
        string? direct, below;
        using (Provider(new AlwaysOnSampler()))
        using (Hidden("http.in"))
        {
            Open("shim", "first").Dispose();
            Open("native", "second").Dispose();
            direct = Injected(Activity.Current!);
            using (var client = Hidden("http.out")) below = Injected(client);
        }

        Assert.AreEqual($"00-{_exported["first"].TraceId}-{_exported["first"].SpanId}-01", direct);
        Assert.AreEqual(direct, below);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Inject_HiddenRootOfADroppedTrace_PassesTheDecisionOn(bool recordRejected)
    {
        using var provider = Provider(new SegueSampler(sampleRate: 0, recordRejected: recordRejected));
        using var hidden = Hidden("http.in");
        ActivitySpanId recorded;
        using (Open("shim", "first")) recorded = Activity.Current!.SpanId;

        Assert.AreEqual($"00-{hidden.TraceId}-{(recordRejected ? recorded : hidden.SpanId)}-00", Injected(hidden));
        Assert.IsEmpty(_exported.All);
    }
}
