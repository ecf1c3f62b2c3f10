using System.Diagnostics;
using OpenTelemetry;

namespace Segue.CompatMatrix.Cases;

/// <summary>Spans that nobody records: sampled out, suppressed, or without a listener.</summary>
internal static class NotRecordedCases
{
    private const string StillASpan = "RATIONALE: Why is a span that is not recorded still a span?";
    private const Needs Unrecorded = Needs.NotRecorded | Needs.Activity;

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("NOREC-SPAN-01", "A span that is not recorded is an object with a context.", StillASpan, Unrecorded, world =>
        {
            Expect.NotNull(Expect.NotNull(world.Start("a"), "the span").Context, "its context");
        }),
        new("NOREC-SPAN-02", "Nothing that is written to it throws, and nothing is recorded.", StillASpan, Unrecorded, world =>
        {
            Expect.Quiet(() => world.Build("a").WithTag("k", 1).Start().SetTag("error", true).Log("e").SetOperationName("b").Finish(World.Noon), "writing to the span");
            Expect.Equal(0, world.Finished.Count, "the number of finished spans");
        }),
        new("NOREC-SPAN-03", "It can be activated, and is active as itself.", "OTC-SCOPE-4", Unrecorded, world =>
        {
            var span = world.Start("a");
            using var scope = world.Tracer.ScopeManager.Activate(span, true);
            Expect.SameObject(span, world.ActiveSpan, "the active span");
            Expect.SameObject(scope, world.ActiveScope, "the active scope");
        }),
        new("NOREC-SPAN-04", "Two of them nest, and each scope restores the one before.", "OTC-SCOPE-4; OTC-SCOPE-2", Unrecorded, world =>
        {
            using var outer = world.Open("outer");
            using (var inner = world.Open("inner")) Expect.SameObject(inner.Span, world.ActiveSpan, "the active span");
            Expect.SameObject(outer.Span, world.ActiveSpan, "the active span afterwards");
        }),
        new("NOREC-SPAN-05", "They can be active on many threads at once.", "OTC-SCOPE-4", Unrecorded, world =>
        {
            World.OnThreads(8, _ =>
            {
                for (var i = 0; i < 50; i++)
                {
                    using var scope = world.Open("a");
                    Expect.SameObject(scope.Span, world.ActiveSpan, "the active span of a thread");
                }
            });
        }),
        new("NOREC-CURRENT-01", "Activity.Current never becomes null under a native span.", StillASpan, Unrecorded, world =>
        {
            var native = World.Native("native");
            using (world.Open("a")) Expect.NotNull(Activity.Current, "Activity.Current inside the scope");
            Expect.SameObject(native, Activity.Current, "Activity.Current after the scope");
        }),
        new("NOREC-CURRENT-02", "What .NET's own client sends inside the scope still belongs to the trace.", StillASpan, Unrecorded, world =>
        {
            var native = World.Native("native");
            using var scope = world.Open("a");
            string? sent = null;
            DistributedContextPropagator.CreateW3CPropagator().Inject(Activity.Current, null, (_, name, value) => sent = name == "traceparent" ? value : sent);
            Expect.Contains(native.TraceId.ToHexString(), sent, "there is no header, or one of another trace");
        }),
        new("NOREC-CURRENT-03", "A native span inside the scope joins the trace of the native span around it.", StillASpan, Unrecorded, world =>
        {
            var outer = World.Native("outer");
            using var scope = world.Open("a");
            using var inner = World.Native("inner");
            Expect.SameValue(outer.TraceId, inner.TraceId, "the inner span's trace id");
        }),
        new("NOREC-CONTEXT-01", "Under a native span its trace id is that span's.", StillASpan, Unrecorded, world =>
        {
            var native = World.Native("native");
            Expect.SameValue(native.TraceId.ToHexString(), world.Start("a").Context.TraceId, "the trace id");
        }),
        new("NOREC-CONTEXT-02", "Below a remote parent it injects that parent's trace id.", StillASpan, Unrecorded | Needs.W3C, world =>
        {
            var header = world.Inject(world.Build("a").AsChildOf(world.Remote()).Start().Context).GetValueOrDefault("traceparent");
            Expect.StartsWith("00-" + World.RemoteTraceId + "-", header, "there is no traceparent, or one of another trace");
        }),
        new("NOREC-CONTEXT-03", "Below a remote parent, several levels deep, the trace id still goes out.", StillASpan, Unrecorded | Needs.W3C, world =>
        {
            using var first = world.Build("1").AsChildOf(world.Remote()).StartActive(true);
            using var second = world.Open("2");
            var third = world.Start("3");
            Expect.Contains(World.RemoteTraceId, world.Inject(third.Context).GetValueOrDefault("traceparent"), "there is no traceparent, or one of another trace");
        }),
        new("NOREC-CONTEXT-04", "A root that nobody listens to has ids of zeros and injects no traceparent.",
            StillASpan, Unrecorded | Needs.NoListener | Needs.W3C, world =>
        {
            var span = world.Start("root").SetBaggageItem("k", "v");
            Expect.Equal(new string('0', 32), span.Context.TraceId, "the trace id");
            Expect.Equal(new string('0', 16), span.Context.SpanId, "the span id");
            Expect.Equal("baggage", string.Join(',', world.Inject(span.Context).Keys), "the list of headers");
        }),
        new("NOREC-CONTEXT-05", "With nobody listening, the remote parent is injected unchanged.",
            StillASpan, Unrecorded | Needs.NoListener | Needs.W3C, world =>
        {
            Expect.Equal(World.RemoteParent, world.Inject(world.Build("a").AsChildOf(world.Remote()).Start().Context).GetValueOrDefault("traceparent"), "traceparent");
        }),
        new("NOREC-CONTEXT-06", "A sampled-out span is injected as not sampled.", "W3C Trace Context §3.2.2.5", Unrecorded | Needs.Sdk | Needs.W3C, world =>
        {
            Expect.EndsWith("-00", world.Inject(world.Start("root").Context).GetValueOrDefault("traceparent"), "there is no traceparent, or it says sampled");
        }),
        new("NOREC-BAGGAGE-01", "It has baggage of its own, which its children inherit.", StillASpan, Unrecorded, world =>
        {
            using var outer = world.Open("outer");
            outer.Span.SetBaggageItem("k", "v");
            Expect.Equal("v", world.Start("child").GetBaggageItem("k"), "the implicit child's item");
            Expect.Equal("v", world.Build("child").AsChildOf(outer.Span).Start().GetBaggageItem("k"), "the explicit child's item");
        }),
        new("NOREC-BAGGAGE-02", "Its baggage is current while it is active, and is not afterwards.", "OTC-SCOPE-2", Unrecorded, world =>
        {
            using (var scope = world.Open("a"))
            {
                scope.Span.SetBaggageItem("k", "v");
                Expect.Equal("v", Baggage.Current.GetBaggage("k"), "the current item");
            }

            Expect.Equal(0, Baggage.Current.Count, "the number of current items");
        }),
        new("NOREC-BAGGAGE-03", "Its baggage is injected.", "OTC-INJECT-3", Unrecorded | Needs.W3C, world =>
        {
            Expect.Equal("k=v", world.Inject(world.Start("a").SetBaggageItem("k", "v").Context).GetValueOrDefault("baggage"), "baggage");
        }),
        new("NOREC-SUPPRESS-01", "Under suppression a span is not recorded, and its context is its parent's.", StillASpan, Needs.Mapped | Needs.Sdk, world =>
        {
            using var outer = world.Open("outer");
            using var suppressed = SuppressInstrumentationScope.Begin();
            var span = world.Start("a");
            span.Finish();
            Expect.Equal(0, world.Finished.Count, "the number of finished spans");
            Expect.SameValue(outer.Span.Context.TraceId, span.Context.TraceId, "the trace id");
        }),
        new("NOREC-SUPPRESS-02", "Under suppression spans are activated and restored as ever.", "OTC-SCOPE-4", Needs.Activity | Needs.Sdk, world =>
        {
            using var outer = world.Open("outer");
            using var suppressed = SuppressInstrumentationScope.Begin();
            using (var first = world.Open("1"))
            {
                Expect.SameObject(first.Span, world.ActiveSpan, "the active span");
                using (var second = world.Open("2")) Expect.SameObject(second.Span, world.ActiveSpan, "the inner active span");
                Expect.SameObject(first.Span, world.ActiveSpan, "the active span after the inner one");
            }

            Expect.SameObject(outer.Span, world.ActiveSpan, "the active span afterwards");
        }),
        new("NOREC-SUPPRESS-03", "Under suppression Activity.Current stays what it was.", StillASpan, Needs.Activity | Needs.Sdk, world =>
        {
            var native = World.Native("native");
            using var suppressed = SuppressInstrumentationScope.Begin();
            using (world.Open("a")) Expect.SameObject(native, Activity.Current, "Activity.Current inside the scope");
            Expect.SameObject(native, Activity.Current, "Activity.Current after the scope");
        }),
        new("NOREC-SUPPRESS-04", "A suppressed span is injected with its parent's ids.", StillASpan, Needs.Mapped | Needs.Sdk | Needs.W3C, world =>
        {
            using var outer = world.Open("outer");
            using var suppressed = SuppressInstrumentationScope.Begin();
            Expect.SameValue(world.Inject(outer.Span.Context)["traceparent"], world.Inject(world.Start("a").Context).GetValueOrDefault("traceparent"), "traceparent");
        }),
        new("NOREC-SUPPRESS-05", "Spans recorded below a suppressed one have the nearest recorded span as parent.",
            StillASpan, Needs.Mapped | Needs.Sdk, world =>
        {
            using var outer = world.Open("outer");
            OpenTracing.IScope hidden;
            using (SuppressInstrumentationScope.Begin()) hidden = world.Open("hidden");
            using (hidden) Expect.SameValue(outer.Span.Context.SpanId, world.Finish(world.Start("a")).ParentId, "the parent");
        }),
        new("NOREC-SUPPRESS-06", "Suppressed spans can be active on many threads at once.", "OTC-SCOPE-4", Needs.Activity | Needs.Sdk, world =>
        {
            World.OnThreads(8, _ =>
            {
                using var suppressed = SuppressInstrumentationScope.Begin();
                for (var i = 0; i < 50; i++)
                {
                    using var scope = world.Open("a");
                    Expect.SameObject(scope.Span, world.ActiveSpan, "the active span of a thread");
                }
            });
        }),
    ];
}
