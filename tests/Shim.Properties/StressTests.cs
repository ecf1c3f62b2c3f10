using System.Diagnostics;
using OpenTelemetry;


namespace Segue.Shim.Properties;

/// <summary>Many flows at once, of whose spans some are recorded and some are not.</summary>
[TestClass]
public class StressTests
{
    private const int Flows = 200;
    private const int SpansPerFlow = 1_000;
    private const int WarmUpSpans = 50;
    private const int Deepest = 6;
    private const long MostGrownBytes = 5_000_000;

    [TestMethod]
    public async Task StartActive_ManyFlowsSomeSampledOut_KeepsThemApartAndRetainsNothing()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == OpenTracingShim.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) => IsRecorded(options.Name) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        OpenTracing.ITracer tracer = new OpenTracingShim();
        await RunAsync(tracer, WarmUpSpans);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await RunAsync(tracer, SpansPerFlow);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.IsLessThan(MostGrownBytes, grown);
        Assert.IsNull(Activity.Current);
        Assert.AreEqual(0, Baggage.Current.Count);
    }

    private static Task RunAsync(OpenTracing.ITracer tracer, int spans) =>
        Task.WhenAll(Enumerable.Range(0, Flows).Select(flow => Task.Run(() => FlowAsync(tracer, flow, spans))));

    private static async Task FlowAsync(OpenTracing.ITracer tracer, int flow, int spans)
    {
        var own = $"f{flow}";
        var random = (uint)flow + 1;
        var open = new Stack<(OpenTracing.IScope Scope, Activity? Current, ActivityContext Identity)>();
        for (var i = 0; i < spans; i++)
        {
            random = (random * 1_664_525) + 1_013_904_223;
            var choice = (random >> 16) % 8;
            if (open.Count > 0 && (open.Count == Deepest || choice < 3)) Close(tracer, open);

            var (_, current, parent) = open.Count > 0 ? open.Peek() : default;
            var name = $"{own}.{i}";
            var builder = tracer.BuildSpan(name);
            // Every other way that makes a span active: in one step, or in two.
            var span = choice % 2 == 0 ? builder.Start() : null;
            Assert.AreSame(current, span is null ? current : Activity.Current, "Start changed what is current");
            var scope = span is null ? builder.StartActive() : tracer.ScopeManager.Activate(span, true);
            span = scope.Span;
            if (open.Count == 0) span.SetBaggageItem("flow", own);
            if (choice == 7) span.SetBaggageItem(own, name);
            if (IsRecorded(name))
            {
                Assert.AreEqual(name, Activity.Current?.DisplayName);
                Assert.AreEqual(parent.SpanId, Activity.Current!.ParentSpanId);
                if (parent != default) Assert.AreEqual(parent.TraceId, Activity.Current.TraceId);
                current = Activity.Current;
                parent = current.Context;
            }
            else
            {
                Assert.AreSame(current, Activity.Current);
                Assert.AreEqual(parent.SpanId.ToHexString(), span.Context.SpanId);
            }

            open.Push((scope, current, parent));
            if (choice is 1 or 4) await Task.Yield();
            Assert.AreSame(scope, tracer.ScopeManager.Active);
            Assert.AreSame(current, Activity.Current);
            IsOwn(span.Context.GetBaggageItems(), own);
            IsOwn(Baggage.Current.GetBaggage(), own);
        }

        while (open.Count > 0) Close(tracer, open);
        Assert.AreEqual(0, Baggage.Current.Count);
    }

    private static void Close(OpenTracing.ITracer tracer, Stack<(OpenTracing.IScope Scope, Activity? Current, ActivityContext Identity)> open)
    {
        open.Pop().Scope.Dispose();
        var (scope, current, _) = open.Count > 0 ? open.Peek() : default;
        Assert.AreSame(current, Activity.Current);
        Assert.AreSame(scope, tracer.ScopeManager.Active);
    }

    private static void IsOwn(IEnumerable<KeyValuePair<string, string>> baggage, string own)
    {
        var any = false;
        foreach (var item in baggage)
        {
            any = true;
            Assert.IsTrue(item.Key == "flow" ? item.Value == own : item.Key == own, item.Key + "=" + item.Value);
        }

        Assert.IsTrue(any, "The flow's own baggage is missing.");
    }

    // Not string.GetHashCode, which differs from run to run.
    private static bool IsRecorded(string name)
    {
        var hash = 2_166_136_261u;
        foreach (var c in name) hash = (hash ^ c) * 16_777_619;
        return (hash >> 8) % 3 != 0;
    }
}
