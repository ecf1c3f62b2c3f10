using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>The built-in Binary format.</summary>
internal static class BinaryCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("INJECT-BINARY-01", "Ids come back from a round trip through Binary.",
            "OpenTracing 0.12.1 API: BuiltinFormats.Binary", Needs.Binary | Needs.W3C, world =>
        {
            var back = Expect.NotNull(Read(world, Write(world, world.Remote())), "the extracted context");
            Expect.Equal(World.RemoteTraceId, back.TraceId, "the trace id");
            Expect.Equal(World.RemoteSpanId, back.SpanId, "the span id");
        }),
        new("INJECT-BINARY-02", "Baggage, flags and tracestate come back from a round trip through Binary.",
            "OpenTracing 0.12.1 API: BuiltinFormats.Binary", Needs.Binary | Needs.W3C, world =>
        {
            var sent = Expect.NotNull(world.Extract(("traceparent", World.RemoteParent), ("tracestate", "vendor=1"), ("baggage", "k=v")), "the context");
            var headers = world.Inject(Expect.NotNull(Read(world, Write(world, sent)), "the extracted context"));
            Expect.Equal(World.RemoteParent, headers.GetValueOrDefault("traceparent"), "traceparent");
            Expect.EndsWith("vendor=1", headers.GetValueOrDefault("tracestate"), "tracestate is lost or changed");
            Expect.Equal("k=v", headers.GetValueOrDefault("baggage"), "baggage");
        }),
        new("EXTRACT-BINARY-01", "A Binary payload cut off anywhere is no exception and no wrong id.",
            "OpenTracing 0.12.1 API: BuiltinFormats.Binary", Needs.Binary | Needs.W3C, world =>
        {
            var whole = Write(world, world.Remote());
            for (var length = 0; length < whole.Length; length++)
            {
                OpenTracing.ISpanContext? context = null;
                Expect.Quiet(() => context = Read(world, whole[..length]), "Extract");
                Expect.That(context is null || context.TraceId == World.RemoteTraceId, "a cut payload gave another trace id");
            }
        }),
        new("EXTRACT-BINARY-02", "A Binary payload of another sort gives null.", "OpenTracing 0.12.1 API: ITracer.Extract", Needs.Binary, world =>
        {
            Expect.Quiet(() => Expect.Null(Read(world, []), "the context of an empty payload"), "Extract");
            Expect.Quiet(() => Expect.Null(Read(world, [.. Enumerable.Repeat((byte)0xff, 64)]), "the context of garbage"), "Extract");
        }),
    ];

    private static byte[] Write(World world, OpenTracing.ISpanContext context)
    {
        using var stream = new MemoryStream();
        world.Tracer.Inject(context, BuiltinFormats.Binary, new BinaryInjectAdapter(stream));
        return stream.ToArray();
    }

    private static OpenTracing.ISpanContext? Read(World world, byte[] payload) =>
        world.Tracer.Extract(BuiltinFormats.Binary, new BinaryExtractAdapter(new MemoryStream(payload)));
}
