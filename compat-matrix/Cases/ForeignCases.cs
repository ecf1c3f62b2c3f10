using System.Diagnostics;
using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Noop;
using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>Spans and contexts of other tracers, of decorators and of the no-op tracer.</summary>
internal static class ForeignCases
{
    private const string Adopted = "RATIONALE: Why is another tracer's context without hex ids ignored?";

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("MISUSE-FOREIGN-01", "Another tracer's span as parent is no exception, and without readable ids it is no parent.", Adopted, Needs.Mapped, world =>
        {
            var foreign = new MockTracer().BuildSpan("foreign").Start();
            ISpanBuilder builder = world.Build("a");
            Expect.Quiet(() => builder.AsChildOf(foreign), "AsChildOf");
            Expect.Null(world.Finish(builder.Start()).ParentId, "the parent");
        }),
        new("MISUSE-FOREIGN-02", "Another tracer's context as reference is no exception.", Adopted, Needs.Activity, world =>
        {
            var foreign = new MockTracer().BuildSpan("foreign").Start().Context;
            Expect.Quiet(() => world.Build("a").AddReference(References.FollowsFrom, foreign).Start().Finish(), "AddReference");
        }),
        new("MISUSE-FOREIGN-03", "Another tracer's context is injected quietly, or not at all.", Adopted, Needs.Activity, world =>
        {
            var foreign = new MockTracer().BuildSpan("foreign").Start().Context;
            Expect.Quiet(() => Expect.That(!world.Inject(foreign).ContainsKey("traceparent"), "a traceparent was made of unreadable ids"), "Inject");
        }),
        new("MISUSE-FOREIGN-04", "A context of other code with hex ids is adopted as parent.", Adopted, Needs.Mapped, world =>
        {
            var child = world.Finish(world.Build("a").AsChildOf(new ForeignContext(World.RemoteTraceId, World.RemoteSpanId)).Start());
            Expect.Equal(World.RemoteTraceId, child.TraceId, "the trace id");
            Expect.Equal<string?>(World.RemoteSpanId, child.ParentId, "the parent");
        }),
        new("MISUSE-FOREIGN-05", "A context of other code with hex ids is injected with its baggage.", Adopted, Needs.Activity | Needs.W3C, world =>
        {
            var carrier = world.Inject(new ForeignContext(World.RemoteTraceId, World.RemoteSpanId, [new("k", "v")]));
            Expect.StartsWith("00-" + World.RemoteTraceId + "-" + World.RemoteSpanId, carrier.GetValueOrDefault("traceparent"), "traceparent has other ids, or none");
            Expect.Equal("k=v", carrier.GetValueOrDefault("baggage"), "baggage");
        }),
        new("MISUSE-FOREIGN-06", "A context whose baggage is null, or whose ids throw, is no exception.", Adopted, Needs.Activity, world =>
        {
            Expect.Quiet(() => world.Build("a").AsChildOf(new ForeignContext(World.RemoteTraceId, World.RemoteSpanId, null!)).Start().Finish(), "AsChildOf with null baggage");
            Expect.Quiet(() => world.Build("a").AsChildOf(new BrokenContext()).Start().Finish(), "AsChildOf with ids that throw");
            Expect.Quiet(() => world.Inject(new BrokenContext()), "Inject with ids that throw");
        }),
        new("MISUSE-FOREIGN-07", "Another tracer's span can be activated, is active as itself, and is finished on disposal.",
            "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.Activity, world =>
        {
            var mock = new MockTracer();
            var foreign = mock.BuildSpan("foreign").Start();
            using (world.Tracer.ScopeManager.Activate(foreign, true)) Expect.SameObject(foreign, world.ActiveSpan, "the active span");
            Expect.Equal(1, mock.FinishedSpans().Count, "the number of the other tracer's finished spans");
            Expect.Null(world.ActiveSpan, "the active span afterwards");
        }),
        new("MISUSE-FOREIGN-08", "A decorated span can be activated: it is active as the decorator, and native code sees the inner span.",
            "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.Mapped, world =>
        {
            var inner = world.Start("inner");
            var decorated = new DecoratedSpan(inner);
            using (world.Tracer.ScopeManager.Activate(decorated, true))
            {
                Expect.SameObject(decorated, world.ActiveSpan, "the active span");
                Expect.SameValue(inner.Context.SpanId, Activity.Current?.SpanId.ToHexString(), "Activity.Current");
            }

            Expect.Equal(1, decorated.Finishes, "the number of times that the decorator was finished");
        }),
        new("MISUSE-FOREIGN-09", "A decorated span can be a parent.", "OpenTracing 0.12.1 API: ISpanBuilder.AsChildOf", Needs.Recorded, world =>
        {
            var inner = world.Start("inner");
            Expect.SameValue(inner.Context.SpanId, world.Finish(world.Build("a").AsChildOf(new DecoratedSpan(inner)).Start()).ParentId, "the parent");
        }),
        new("MISUSE-FOREIGN-10", "The implicit parent is the inner span of an active decorator.",
            "OpenTracing 0.12.1 API: ISpanBuilder.Start", Needs.Mapped, world =>
        {
            var inner = world.Start("inner");
            using var scope = world.Tracer.ScopeManager.Activate(new DecoratedSpan(inner), false);
            Expect.SameValue(inner.Context.SpanId, world.Finish(world.Start("a")).ParentId, "the parent");
        }),
        new("MISUSE-FOREIGN-11", "The no-op tracer's span can be activated twice and be a parent.",
            "OpenTracing 0.12.1 API: NoopTracer", Needs.Activity, world =>
        {
            var noop = NoopTracerFactory.Create().BuildSpan("noop").Start();
            Expect.Quiet(() =>
            {
                using var first = world.Tracer.ScopeManager.Activate(noop, true);
                using var second = world.Tracer.ScopeManager.Activate(noop, true);
                world.Build("a").AsChildOf(noop).Start().Finish();
            }, "using a no-op span");
        }),
        new("MISUSE-FOREIGN-12", "The no-op tracer's context is injected as nothing.", "OpenTracing 0.12.1 API: NoopTracer", Needs.Activity, world =>
        {
            var noop = NoopTracerFactory.Create();
            Expect.Quiet(() => Expect.Equal(0, world.Inject(noop.Extract(BuiltinFormats.TextMap, new HeaderList())).Count, "the number of headers"), "Inject");
        }),
        new("MISUSE-FOREIGN-13", "A foreign span whose Finish or Context throws harms nobody.",
            "OpenTracing 0.12.1 API: IScopeManager.Activate", Needs.Activity, world =>
        {
            var broken = new DecoratedSpan(null!);
            Expect.Quiet(() => world.Tracer.ScopeManager.Activate(broken, true).Dispose(), "activating it");
            Expect.Quiet(() => world.Build("a").AsChildOf(broken).Start().Finish(), "AsChildOf");
            Expect.Null(world.ActiveSpan, "the active span afterwards");
        }),
    ];

    private sealed class ForeignContext(string traceId, string spanId, IEnumerable<KeyValuePair<string, string>> baggage) : OpenTracing.ISpanContext
    {
        internal ForeignContext(string traceId, string spanId)
            : this(traceId, spanId, [])
        {
        }

        public string TraceId => traceId;

        public string SpanId => spanId;

        public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => baggage;
    }

    private sealed class BrokenContext : OpenTracing.ISpanContext
    {
        public string TraceId => throw new InvalidOperationException();

        public string SpanId => throw new InvalidOperationException();

        public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => throw new InvalidOperationException();
    }
}
