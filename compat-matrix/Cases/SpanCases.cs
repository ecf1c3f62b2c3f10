using System.Diagnostics;

namespace Segue.CompatMatrix.Cases;

/// <summary>Starting, finishing and naming a span.</summary>
internal static class SpanCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("SPAN-START-01", "Start and Finish make one finished span with the operation's name.",
            "OTC-TRACER-1; OTC-TRACER-10; OTC-SPAN-5", Needs.Recorded, world =>
        {
            world.Start("a").Finish();
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
            Expect.Equal("a", world.Finished[0].Name, "the name");
        }),
        new("SPAN-START-02", "A root has ids and no parent.", "OpenTracing 0.12.1 API: ISpanContext", Needs.Recorded, world =>
        {
            var span = world.Finish(world.Start("a"));
            Expect.Null(span.ParentId, "the parent");
            Expect.That(span.TraceId.Trim('0').Length > 0 && span.SpanId.Trim('0').Length > 0, "an id is empty or zero");
        }),
        new("SPAN-START-03", "A child has its parent's trace id and a span id of its own.", "OpenTracing 0.12.1 API: ISpanContext", Needs.Recorded, world =>
        {
            var parent = world.Start("parent");
            var child = world.Build("child").AsChildOf(parent).Start();
            Expect.SameValue(parent.Context.TraceId, child.Context.TraceId, "the child's trace id");
            Expect.That(parent.Context.SpanId != child.Context.SpanId, "parent and child have one span id");
        }),
        new("SPAN-START-04", "Start does not make the span active.", "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.None, world =>
        {
            world.Start("a");
            Expect.Null(world.ActiveSpan, "the active span");
            Expect.Null(world.ActiveScope, "the active scope");
        }),
        new("SPAN-START-05", "Start leaves Activity.Current empty when it was.",
            "RATIONALE: Why does a span that is not activated run inside ExecutionContext.Run?", Needs.Activity, world =>
        {
            var span = world.Start("a");
            Expect.Null(Activity.Current, "Activity.Current after Start");
            span.Finish();
            Expect.Null(Activity.Current, "Activity.Current after Finish");
        }),
        new("SPAN-START-06", "Start and Finish leave a running Activity current.",
            "RATIONALE: Why does a span that is not activated run inside ExecutionContext.Run?", Needs.Activity, world =>
        {
            var native = World.Native("native");
            var span = world.Start("a");
            Expect.SameObject(native, Activity.Current, "Activity.Current after Start");
            span.Finish();
            Expect.SameObject(native, Activity.Current, "Activity.Current after Finish");
        }),
        new("SPAN-START-07", "A span is not finished before Finish.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Recorded, world =>
        {
            world.Start("a");
            Expect.Equal(0, world.Finished.Count, "the number of finished spans");
        }),
        new("SPAN-TIME-01", "An explicit start is kept to the tick.", "OTC-TRACER-9", Needs.Recorded, world =>
        {
            var start = World.Noon.AddTicks(1234567);
            var span = world.Finish(world.Build("a").WithStartTimestamp(start).Start());
            Expect.Equal(start.UtcTicks, span.Start.UtcTicks, "the start");
        }),
        new("SPAN-TIME-02", "An explicit start with an offset is the same instant.", "OTC-TRACER-9", Needs.Recorded, world =>
        {
            var span = world.Finish(world.Build("a").WithStartTimestamp(World.Noon.ToOffset(TimeSpan.FromHours(5.5))).Start());
            Expect.Equal(World.Noon.UtcTicks, span.Start.UtcTicks, "the start");
        }),
        new("SPAN-TIME-03", "Without an explicit start it is now.", "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Recorded, world =>
        {
            var before = DateTimeOffset.UtcNow.AddSeconds(-1);
            var span = world.Finish(world.Start("a"));
            Expect.That(span.Start >= before && span.Start <= DateTimeOffset.UtcNow.AddSeconds(1), "the start is not now");
        }),
        new("SPAN-TIME-04", "An unset start (default) means now.", "OpenTracing 0.12.1 API: ISpanBuilder.WithStartTimestamp", Needs.Recorded, world =>
        {
            var before = DateTimeOffset.UtcNow.AddSeconds(-1);
            var span = world.Finish(world.Build("a").WithStartTimestamp(default).Start());
            Expect.That(span.Start >= before, "the start is not now");
        }),
        new("SPAN-TIME-05", "An explicit finish gives the exact duration.", "OTC-SPAN-6", Needs.Recorded, world =>
        {
            world.Build("a").WithStartTimestamp(World.Noon).Start().Finish(World.Noon.AddTicks(7654321));
            Expect.Equal(7654321L, world.Span("a").Duration.Ticks, "the duration in ticks");
        }),
        new("SPAN-TIME-06", "An explicit finish with an offset is the same instant.", "OTC-SPAN-6", Needs.Recorded, world =>
        {
            world.Build("a").WithStartTimestamp(World.Noon).Start().Finish(World.Noon.AddSeconds(1).ToOffset(TimeSpan.FromHours(-8)));
            Expect.Equal(TimeSpan.TicksPerSecond, world.Span("a").Duration.Ticks, "the duration in ticks");
        }),
        new("SPAN-TIME-07", "A finish before the start gives a duration of one tick.", "OTC-SPAN-6", Needs.Mapped, world =>
        {
            world.Build("a").WithStartTimestamp(World.Noon).Start().Finish(World.Noon.AddSeconds(-1));
            Expect.Equal(1L, world.Span("a").Duration.Ticks, "the duration in ticks");
        }),
        new("SPAN-TIME-08", "A finish at the start gives a duration of one tick.", "OTC-SPAN-6", Needs.Mapped, world =>
        {
            world.Build("a").WithStartTimestamp(World.Noon).Start().Finish(World.Noon);
            Expect.Equal(1L, world.Span("a").Duration.Ticks, "the duration in ticks");
        }),
        new("SPAN-TIME-09", "An unset finish (default) means now.", "OpenTracing 0.12.1 API: ISpan.Finish", Needs.Mapped, world =>
        {
            world.Start("a").Finish(default);
            Expect.That(world.Span("a").Duration > TimeSpan.FromTicks(1) && world.Span("a").Duration < TimeSpan.FromMinutes(1), "the finish is not now");
        }),
        new("SPAN-NAME-01", "SetOperationName replaces the name.", "OpenTracing 0.12.1 API: ISpan.SetOperationName", Needs.Recorded, world =>
        {
            Expect.Equal("b", world.Finish(world.Start("a").SetOperationName("b")).Name, "the name");
        }),
        new("SPAN-NAME-02", "An empty name is accepted.", "OpenTracing 0.12.1 API: ITracer.BuildSpan", Needs.Recorded, world =>
        {
            Expect.Equal("", world.Finish(world.Start("")).Name, "the name");
        }),
        new("SPAN-NAME-03", "A name keeps every character.", "OpenTracing 0.12.1 API: ITracer.BuildSpan", Needs.Recorded, world =>
        {
            const string Name = "GET /bücher/{id} 📚 \"x\" <y>";
            Expect.Equal(Name, world.Finish(world.Start(Name)).Name, "the name");
        }),
        new("SPAN-FLUENT-01", "Every writing member of a span returns that span.", "OpenTracing 0.12.1 API: ISpan", Needs.None, world =>
        {
            var span = world.Start("a");
            OpenTracing.ISpan[] returned =
            [
                span.SetTag("s", "x"), span.SetTag("b", true), span.SetTag("i", 1), span.SetTag("d", 1.5), span.SetTag(OpenTracing.Tag.Tags.Error, false),
                span.SetTag(OpenTracing.Tag.Tags.Component, "c"), span.SetTag(OpenTracing.Tag.Tags.HttpStatus, 200), span.SetTag(OpenTracing.Tag.Tags.PeerHostIpv4, "1.2.3.4"),
                span.Log("e"), span.Log(World.Noon, "e"), span.Log(new Dictionary<string, object> { ["k"] = "v" }),
                span.SetBaggageItem("k", "v"), span.SetOperationName("b"),
            ];
            Expect.That(returned.All(other => ReferenceEquals(other, span)), "a writing member returns another object");
        }),
        new("SPAN-CONTEXT-01", "A trace id is 32 and a span id 16 lower-case hex digits.", "W3C Trace Context §3.2.2", Needs.Activity, world =>
        {
            var context = world.Start("a").Context;
            Expect.That(IsHex(context.TraceId, 32), "the trace id is not 32 lower-case hex digits");
            Expect.That(IsHex(context.SpanId, 16), "the span id is not 16 lower-case hex digits");
        }),
        new("SPAN-CONTEXT-02", "The context has the ids of the native span.", "OTC-SPAN-1; OTC-REL-2", Needs.Mapped, world =>
        {
            var span = world.Start("a");
            var view = world.Finish(span);
            Expect.SameValue(view.TraceId, span.Context.TraceId, "the trace id");
            Expect.SameValue(view.SpanId, span.Context.SpanId, "the span id");
        }),
        new("SPAN-CONTEXT-03", "The context can be read while other threads change the baggage.", "OTC-SPAN-4; OTC-BAG-2", Needs.None, world =>
        {
            var span = world.Start("a");
            var id = span.Context.SpanId;
            World.OnThreads(4, number =>
            {
                for (var i = 0; i < 200; i++)
                {
                    if (number % 2 == 0) span.SetBaggageItem("k" + number, "v");
                    Expect.SameValue(id, span.Context.SpanId, "the span id read on another thread");
                    foreach (var item in span.Context.GetBaggageItems()) Expect.Equal("v", item.Value, "an item read on another thread");
                }
            });
        }),
        new("SPAN-CREATE-01", "Spans come from the source opentracing-shim, which has the library's version.", "OTC-CREATE-2", Needs.Mapped, world =>
        {
            var source = world.Finish(world.Start("a")).Activity!.Source;
            Expect.Equal("opentracing-shim", source.Name, "the source's name");
            Expect.That(!string.IsNullOrEmpty(source.Version), "the source has no version");
        }),
        new("SPAN-CREATE-02", "A tracer is made from a TracerProvider, and its spans reach that provider.",
            "OTC-CREATE-1; OTC-CREATE-5", Needs.Mapped | Needs.Factory, world =>
        {
            world.Session.CreateTracer(null, null).BuildSpan("a").Start().Finish();
            Expect.Equal(1, world.Finished.Count, "the number of finished spans");
        }),
    ];

    private static bool IsHex(string id, int length) => id.Length == length && id.All(letter => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
