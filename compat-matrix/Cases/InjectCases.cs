using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>What is written into carriers.</summary>
internal static class InjectCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("INJECT-W3C-01", "A span's ids are written as traceparent into HttpHeaders.",
            "OTC-INJECT-1; W3C Trace Context §3.2", Needs.Activity | Needs.W3C | Needs.Ids, world => IdsAreWritten(world, BuiltinFormats.HttpHeaders)),
        new("INJECT-W3C-02", "A span's ids are written as traceparent into TextMap.",
            "OTC-INJECT-1; W3C Trace Context §3.2", Needs.Activity | Needs.W3C | Needs.Ids, world => IdsAreWritten(world, BuiltinFormats.TextMap)),
        new("INJECT-W3C-03", "traceparent is 55 characters of version 00 in lower case.",
            "W3C Trace Context §3.2.2", Needs.Activity | Needs.W3C | Needs.Ids, world =>
        {
            var header = world.Inject(world.Start("a").Context)["traceparent"];
            Expect.Equal(55, header.Length, "the length");
            Expect.StartsWith("00-", header, "the version is not 00");
            Expect.That(!header.Any(char.IsUpper), "a letter is upper case");
        }),
        new("INJECT-W3C-04", "A recorded span is injected as sampled.", "W3C Trace Context §3.2.2.5", Needs.Mapped | Needs.W3C, world =>
        {
            Expect.EndsWith("-01", world.Inject(world.Start("a").Context)["traceparent"], "the flags do not say sampled");
        }),
        new("INJECT-W3C-05", "tracestate of a remote parent goes on to the next service.", "W3C Trace Context §3.3", Needs.Activity | Needs.W3C, world =>
        {
            var remote = world.Extract(("traceparent", World.RemoteParent), ("tracestate", "vendor=1,other=2"));
            var carrier = world.Inject(world.Build("a").AsChildOf(remote).Start().Context);
            var state = carrier.GetValueOrDefault("tracestate")?.Replace(" ", "", StringComparison.Ordinal);
            Expect.Contains("vendor=1,other=2", state, "tracestate lacks the members that came in");
        }),
        new("INJECT-W3C-06", "Baggage goes out as the header baggage.", "OTC-INJECT-1", Needs.Activity | Needs.W3C, world =>
        {
            var span = world.Build("a").AsChildOf(world.Remote()).Start().SetBaggageItem("k", "v");
            Expect.Equal("k=v", world.Inject(span.Context).GetValueOrDefault("baggage"), "the header");
        }),
        new("INJECT-W3C-07", "A header that is there already is replaced, not doubled.",
            "OpenTracing 0.12.1 API: ITextMap.Set", Needs.Activity | Needs.W3C, world =>
        {
            var carrier = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["traceparent"] = "old" };
            world.Tracer.Inject(world.Build("a").AsChildOf(world.Remote()).Start().Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(carrier));
            Expect.StartsWith("00-" + World.RemoteTraceId, carrier["traceparent"], "the header is not the new value");
            Expect.Equal(55, carrier["traceparent"].Length, "the length");
        }),
        new("INJECT-W3C-08", "A context that was extracted is injected as it came.", "OTC-INJECT-1", Needs.Activity | Needs.W3C, world =>
        {
            Expect.Equal(World.RemoteParent, world.Inject(world.Remote()).GetValueOrDefault("traceparent"), "the header");
        }),
        new("INJECT-W3C-09", "A finished span's context can still be injected.",
            "OpenTracing 0.12.1 API: ISpan.Context", Needs.Activity | Needs.W3C | Needs.Ids, world =>
        {
            var span = world.Start("a");
            var before = world.Inject(span.Context)["traceparent"];
            span.Finish();
            Expect.SameValue(before, world.Inject(span.Context).GetValueOrDefault("traceparent"), "the header after Finish");
        }),
        new("INJECT-W3C-10", "What is injected is the given span, not the active one.",
            "OpenTracing 0.12.1 API: ITracer.Inject", Needs.Mapped | Needs.W3C, world =>
        {
            var passive = world.Start("passive");
            using var active = world.Open("active");
            Expect.Contains(passive.Context.SpanId, world.Inject(passive.Context)["traceparent"], "the header has another span's id");
        }),
        new("INJECT-W3C-11", "No header baggage is written where there is none.", "OTC-INJECT-3", Needs.Activity | Needs.W3C, world =>
        {
            Expect.That(!world.Inject(world.Start("a").Context).ContainsKey("baggage"), "there is a header baggage");
        }),
        new("INJECT-BAGGAGE-01", "Baggage is injected even without a valid context.", "OTC-INJECT-3", Needs.Activity | Needs.W3C, world =>
        {
            var carrier = world.Inject(world.BaggageOnly());
            Expect.Equal("k=v", carrier.GetValueOrDefault("baggage"), "the header baggage");
            Expect.That(!carrier.ContainsKey("traceparent"), "there is a traceparent without ids");
        }),
        new("INJECT-BAGGAGE-02", "Baggage comes back from a round trip with every character.", "OTC-INJECT-1; OTC-EXTRACT-1", Needs.None, world =>
        {
            var parent = world.Start("a").SetBaggageItem("k", "grün, 1=2; \"x\" %20");
            var child = world.Build("child").AsChildOf(world.Extract(world.Inject(parent.Context))).Start();
            Expect.Equal("grün, 1=2; \"x\" %20", child.GetBaggageItem("k"), "the item");
        }),
        new("INJECT-BAGGAGE-03", "Only the given context's baggage is injected, not the current one.", "OTC-INJECT-1", Needs.Activity | Needs.W3C, world =>
        {
            var span = world.Start("a").SetBaggageItem("own", "1");
            OpenTelemetry.Baggage.SetBaggage("ambient", "2");
            Expect.Equal("own=1", world.Inject(span.Context).GetValueOrDefault("baggage"), "the header");
        }),
        new("INJECT-TRIP-01", "Ids come back from a round trip through HttpHeaders.",
            "OpenTracing 0.12.1 API: ITracer.Extract", Needs.Ids, world => RoundTrip(world, BuiltinFormats.HttpHeaders)),
        new("INJECT-TRIP-02", "Ids come back from a round trip through TextMap.",
            "OpenTracing 0.12.1 API: ITracer.Extract", Needs.Ids, world => RoundTrip(world, BuiltinFormats.TextMap)),
        new("INJECT-FORMAT-01", "TextMap and HttpHeaders each use the propagator that they were given.",
            "OTC-CREATE-3; OTC-INJECT-2", Needs.Factory | Needs.W3C, world =>
        {
            var tracer = world.Session.CreateTracer(new MarkPropagator("text"), new MarkPropagator("http"));
            var context = world.Remote();
            var carrier = new Dictionary<string, string>();
            tracer.Inject(context, BuiltinFormats.TextMap, new TextMapInjectAdapter(carrier));
            Expect.Equal("text", string.Join(',', carrier.Keys), "what TextMap wrote");
            carrier.Clear();
            tracer.Inject(context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(carrier));
            Expect.Equal("http", string.Join(',', carrier.Keys), "what HttpHeaders wrote");
        }),
        new("INJECT-FORMAT-02", "Without propagators of its own a tracer uses the global one for both formats, read for each call.",
            "OTC-CREATE-4; OTC-INJECT-2", Needs.Factory | Needs.W3C | Needs.Sdk, world =>
        {
            var context = world.Remote();
            world.UseDefaultPropagator(new MarkPropagator("global"));
            Expect.Equal("global", string.Join(',', world.Inject(context, BuiltinFormats.TextMap).Keys), "what TextMap wrote");
            Expect.Equal("global", string.Join(',', world.Inject(context, BuiltinFormats.HttpHeaders).Keys), "what HttpHeaders wrote");
        }),
        new("INJECT-FORMAT-03", "A format that nobody knows is refused with NotSupportedException.",
            "OTC-INJECT-4; OpenTracing 0.12.1 API: ITracer.Inject", Needs.Activity, world =>
        {
            var context = world.Start("a").Context;
            Expect.Throws<NotSupportedException>(() => world.Tracer.Inject(context, new UnknownFormat(), "carrier"), "Inject");
        }),
        new("INJECT-FORMAT-04", "A carrier that can only be written to is enough.", "OpenTracing 0.12.1 API: TextMapInjectAdapter", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "v");
            Expect.Quiet(() => Expect.That(world.Inject(span.Context).Count > 0, "nothing was written"), "Inject");
        }),
        new("INJECT-NONE-01", "A context without ids and without baggage writes nothing.",
            "OTC-INJECT-1; W3C Trace Context §3.2.2", Needs.Activity | Needs.W3C | Needs.NoListener, world =>
        {
            Expect.Equal(0, world.Inject(world.Start("root").Context).Count, "the number of headers");
        }),
    ];

    private static void IdsAreWritten(World world, IFormat<ITextMap> format)
    {
        var span = world.Start("a");
        var parts = world.Inject(span.Context, format)["traceparent"].Split('-');
        Expect.SameValue(span.Context.TraceId, parts[1], "the trace id");
        Expect.SameValue(span.Context.SpanId, parts[2], "the span id");
    }

    private static void RoundTrip(World world, IFormat<ITextMap> format)
    {
        var span = world.Start("a");
        var back = Expect.NotNull(world.Tracer.Extract(format, new TextMapExtractAdapter(world.Inject(span.Context, format))), "the extracted context");
        Expect.SameValue(span.Context.TraceId, back.TraceId, "the trace id");
        Expect.SameValue(span.Context.SpanId, back.SpanId, "the span id");
    }
}
