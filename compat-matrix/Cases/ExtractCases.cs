using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>What is read from carriers, whatever they hold.</summary>
internal static class ExtractCases
{
    private const Needs Headers = Needs.Activity | Needs.W3C;

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("EXTRACT-W3C-01", "A valid traceparent gives a context with its ids.", "OTC-EXTRACT-1; OTC-EXTRACT-3; W3C Trace Context §3.2", Headers, world =>
        {
            var context = world.Remote();
            Expect.Equal(World.RemoteTraceId, context.TraceId, "the trace id");
            Expect.Equal(World.RemoteSpanId, context.SpanId, "the span id");
        }),
        new("EXTRACT-W3C-02", "Header names are read in any case.", "W3C Trace Context §3.2.1", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("TraceParent", World.RemoteParent))?.TraceId, "the trace id");
        }),
        new("EXTRACT-W3C-03", "Header names are read in any case in TextMap too.", "OTC-EXTRACT-2", Headers, world =>
        {
            var context = world.Tracer.Extract(BuiltinFormats.TextMap, new HeaderList(("TRACEPARENT", World.RemoteParent)));
            Expect.Equal(World.RemoteTraceId, context?.TraceId, "the trace id");
        }),
        Nothing("EXTRACT-W3C-04", "a trace id of zeros", "§3.2.2.3", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"),
        Nothing("EXTRACT-W3C-05", "a span id of zeros", "§3.2.2.4", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"),
        Nothing("EXTRACT-W3C-06", "upper-case hex digits", "§3.2.2.3", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"),
        Nothing("EXTRACT-W3C-07", "version ff", "§3.2.2.1", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        Nothing("EXTRACT-W3C-08", "something behind the flags of version 00", "§3.2.2.2", World.RemoteParent + "-extra"),
        Nothing("EXTRACT-W3C-09", "garbage", "§3.2.2", "not a traceparent"),
        Nothing("EXTRACT-W3C-10", "an empty value", "§3.2.2", ""),
        Nothing("EXTRACT-W3C-11", "letters that are no hex digits", "§3.2.2", "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01"),
        new("EXTRACT-W3C-12", "A traceparent cut off anywhere gives no context and no exception.", "W3C Trace Context §3.2.2", Headers, world =>
        {
            for (var length = 0; length < World.RemoteParent.Length; length++)
            {
                var part = World.RemoteParent[..length];
                Expect.Quiet(() => Expect.Null(world.Extract(("traceparent", part)), $"the context read from {part.Length} characters"), "Extract");
            }
        }),
        new("EXTRACT-W3C-13", "A later version with more behind the flags is read.", "W3C Trace Context §3.2.4", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("traceparent", "01" + World.RemoteParent[2..] + "-extra"))?.TraceId, "the trace id");
        }),
        new("EXTRACT-W3C-14", "Flags are carried: what came unsampled goes on unsampled.", "W3C Trace Context §3.2.2.5", Headers, world =>
        {
            var header = World.RemoteParent[..^1] + "0";
            Expect.Equal(header, world.Inject(Expect.NotNull(world.Extract(("traceparent", header)), "the context")).GetValueOrDefault("traceparent"), "the header");
        }),
        new("EXTRACT-W3C-15", "tracestate is carried.", "W3C Trace Context §3.3", Headers, world =>
        {
            var context = Expect.NotNull(world.Extract(("traceparent", World.RemoteParent), ("tracestate", "vendor=1")), "the context");
            Expect.Contains("vendor=1", world.Inject(context).GetValueOrDefault("tracestate"), "the header lacks the member that came in");
        }),
        new("EXTRACT-W3C-16", "A malformed tracestate does not take the context away.", "W3C Trace Context §3.3", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("traceparent", World.RemoteParent), ("tracestate", "===,,,\u0001"))?.TraceId, "the trace id");
        }),
        new("EXTRACT-CARRIER-01", "A carrier without context gives null.", "OTC-EXTRACT-4", Needs.None, world =>
        {
            Expect.Null(world.Extract(new HeaderList()), "the context of an empty carrier");
            Expect.Null(world.Extract(("accept", "text/html"), ("host", "x")), "the context of unrelated headers");
        }),
        new("EXTRACT-CARRIER-02", "A header that stands there twice does not throw.", "OTC-EXTRACT-5", Headers, world =>
        {
            Expect.Quiet(() => world.Extract(("traceparent", World.RemoteParent), ("traceparent", World.RemoteParent)), "Extract");
            Expect.Quiet(() => world.Extract(("traceparent", World.RemoteParent), ("Traceparent", "garbage")), "Extract");
        }),
        new("EXTRACT-CARRIER-03", "An unrelated header that stands there twice does not matter.", "OTC-EXTRACT-1", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("cookie", "a"), ("traceparent", World.RemoteParent), ("cookie", "b"))?.TraceId, "the trace id");
        }),
        new("EXTRACT-CARRIER-04", "A null name among the headers does not matter.", "OTC-EXTRACT-1", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract((null!, "x"), ("traceparent", World.RemoteParent))?.TraceId, "the trace id");
        }),
        new("EXTRACT-CARRIER-05", "A null value among the headers does not matter.", "OTC-EXTRACT-1", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("accept", null!), ("tracestate", null!), ("traceparent", World.RemoteParent))?.TraceId, "the trace id");
            Expect.Null(world.Extract(("traceparent", null!)), "the context of a null header");
        }),
        new("EXTRACT-CARRIER-06", "A carrier that throws while it is read gives null.",
            "OTC-EXTRACT-5; OpenTracing 0.12.1 API: ITracer.Extract", Needs.Activity, world =>
        {
            Expect.Quiet(() => Expect.Null(world.Extract(new BrokenCarrier()), "the context"), "Extract");
        }),
        new("EXTRACT-CARRIER-07", "Extract writes nothing to the carrier.", "OpenTracing 0.12.1 API: TextMapExtractAdapter", Needs.None, world =>
        {
            var carrier = new HeaderList(("traceparent", World.RemoteParent));
            Expect.Quiet(() => world.Extract(carrier), "Extract");
            Expect.Equal(0, carrier.Writes, "the number of writes");
        }),
        new("EXTRACT-BAGGAGE-01", "Baggage alone gives a context with it.", "OTC-EXTRACT-3", Headers, world =>
        {
            var items = world.BaggageOnly().GetBaggageItems().ToArray();
            Expect.Equal("k=v", string.Join(',', items.Select(item => item.Key + "=" + item.Value)), "the list of items");
        }),
        new("EXTRACT-BAGGAGE-02", "Baggage beside ids is read with them.", "OTC-EXTRACT-1; OTC-CTX-2", Headers, world =>
        {
            var context = Expect.NotNull(world.Extract(("traceparent", World.RemoteParent), ("baggage", "a=1,b=2")), "the context");
            Expect.Equal(2, context.GetBaggageItems().Count(), "the number of items");
            Expect.Equal("1", world.Build("a").AsChildOf(context).Start().GetBaggageItem("a"), "the child's item");
        }),
        new("EXTRACT-BAGGAGE-03", "Malformed baggage does not take the context away.", "OTC-EXTRACT-1", Headers, world =>
        {
            Expect.Equal(World.RemoteTraceId, world.Extract(("traceparent", World.RemoteParent), ("baggage", ",=,;%%%"))?.TraceId, "the trace id");
        }),
        new("EXTRACT-BAGGAGE-04", "Extract leaves the current baggage alone.", "OTC-EXTRACT-1", Headers, world =>
        {
            world.Extract(("traceparent", World.RemoteParent), ("baggage", "k=v"));
            Expect.Equal(0, OpenTelemetry.Baggage.Current.Count, "the number of current items");
        }),
        new("EXTRACT-FORMAT-01", "TextMap and HttpHeaders each use the propagator that they were given.",
            "OTC-CREATE-3; OTC-EXTRACT-2", Needs.Factory | Needs.W3C, world =>
        {
            var tracer = world.Session.CreateTracer(new MarkPropagator("text"), new MarkPropagator("http"));
            Expect.NotNull(tracer.Extract(BuiltinFormats.TextMap, new HeaderList(("text", "1"))), "TextMap's context");
            Expect.Null(tracer.Extract(BuiltinFormats.TextMap, new HeaderList(("http", "1"))), "TextMap's context from the other's header");
            Expect.NotNull(tracer.Extract(BuiltinFormats.HttpHeaders, new HeaderList(("http", "1"))), "HttpHeaders' context");
        }),
        new("EXTRACT-FORMAT-02", "A format that nobody knows is refused with NotSupportedException.",
            "OTC-EXTRACT-5; OpenTracing 0.12.1 API: ITracer.Extract", Needs.Activity, world =>
        {
            Expect.Throws<NotSupportedException>(() => world.Tracer.Extract(new UnknownFormat(), "carrier"), "Extract");
        }),
    ];

    private static Case Nothing(string id, string what, string section, string header) =>
        new(id, $"A traceparent with {what} gives no context and no exception.", "W3C Trace Context " + section + "; OTC-EXTRACT-4", Headers, world =>
        {
            Expect.Quiet(() => Expect.Null(world.Extract(("traceparent", header)), "the context"), "Extract");
        });
}
