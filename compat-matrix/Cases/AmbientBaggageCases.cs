using System.Diagnostics;
using OpenTelemetry;

namespace Segue.CompatMatrix.Cases;

/// <summary>Baggage of the active span and OpenTelemetry's current baggage, in both directions.</summary>
internal static class AmbientBaggageCases
{
    private const string OwnHolder = "RATIONALE: Why does each activation have a holder for baggage?";

    internal static IReadOnlyList<Case> All { get; } =
    [
        new("BAGGAGE-AMBIENT-01", "The active span's items are OpenTelemetry's current baggage.", "OTC-SCOPE-2; OTC-SPAN-1", Needs.Activity, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "v");
            using var scope = world.Tracer.ScopeManager.Activate(span, true);
            Expect.Equal("v", Baggage.Current.GetBaggage("k"), "the current item");
        }),
        new("BAGGAGE-AMBIENT-02", "An item set on the active span is current at once.", "OTC-SCOPE-2; OTC-BAG-3", Needs.Activity, world =>
        {
            using var scope = world.Open("a");
            scope.Span.SetBaggageItem("k", "v");
            Expect.Equal("v", Baggage.Current.GetBaggage("k"), "the current item");
        }),
        new("BAGGAGE-AMBIENT-03", "Disposal takes the span's items out of the current baggage.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            using (var scope = world.Open("a")) scope.Span.SetBaggageItem("k", "v");
            Expect.Equal(0, Baggage.Current.Count, "the number of current items");
        }),
        new("BAGGAGE-AMBIENT-04", "Disposal puts the former current baggage back.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            Baggage.SetBaggage("outer", "o");
            using (var scope = world.Open("a")) scope.Span.SetBaggageItem("outer", "changed").SetBaggageItem("k", "v");
            Expect.Equal("o", Baggage.Current.GetBaggage("outer"), "the former item");
            Expect.Equal(1, Baggage.Current.Count, "the number of current items");
        }),
        new("BAGGAGE-AMBIENT-05", "Without references the current baggage is the new span's initial baggage.", "OTC-TRACER-6", Needs.Activity, world =>
        {
            Baggage.SetBaggage("k", "v");
            Expect.Equal("v", world.Start("a").GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-AMBIENT-06", "What OpenTelemetry code changes while a span is active reaches the next child.", "OTC-TRACER-6", Needs.Activity, world =>
        {
            using var scope = world.Open("a");
            scope.Span.SetBaggageItem("k", "1");
            Baggage.SetBaggage("k", "2");
            Baggage.SetBaggage("new", "n");
            var child = world.Start("child");
            Expect.Equal("2", child.GetBaggageItem("k"), "the changed item");
            Expect.Equal("n", child.GetBaggageItem("new"), "the new item");
        }),
        new("BAGGAGE-AMBIENT-07", "What OpenTelemetry code removes while a span is active is not inherited.", "OTC-TRACER-6", Needs.Activity, world =>
        {
            using var scope = world.Open("a");
            scope.Span.SetBaggageItem("k", "v");
            Baggage.RemoveBaggage("k");
            Expect.Null(world.Start("child").GetBaggageItem("k"), "the removed item");
        }),
        new("BAGGAGE-AMBIENT-08", "Baggage of the current Activity, where servers put what came in, is inherited.", "OTC-TRACER-6", Needs.Activity, world =>
        {
            World.Native("request").SetBaggage("k", "v");
            Expect.Equal("v", world.Start("a").GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-AMBIENT-09", "An item set on a span that is not active is not current.", "OTC-REL-1", Needs.Activity, world =>
        {
            using var scope = world.Open("active");
            world.Start("passive").SetBaggageItem("k", "v");
            Expect.Null(Baggage.Current.GetBaggage("k"), "the current item");
        }),
        new("BAGGAGE-AMBIENT-10", "Forked flows have current baggage of their own, also when there was some before.", OwnHolder, Needs.Activity, async world =>
        {
            Baggage.SetBaggage("before", "b");
            using var bothSet = new SemaphoreSlim(0, 2);
            using var mayRead = new SemaphoreSlim(0, 2);
            var flows = Enumerable.Range(0, 2).Select(number => Task.Run(async () =>
            {
                using var scope = world.Open("flow " + number);
                scope.Span.SetBaggageItem("k", "v" + number);
                bothSet.Release();
                await mayRead.WaitAsync();
                Expect.Equal("v" + number, Baggage.Current.GetBaggage("k"), "the current item of flow " + number);
            })).ToArray();
            await bothSet.WaitAsync();
            await bothSet.WaitAsync();
            mayRead.Release(2);
            await Task.WhenAll(flows);
            Expect.Equal(1, Baggage.Current.Count, "the number of current items of the outer flow");
        }),
        new("BAGGAGE-AMBIENT-11", "With an explicit reference the current baggage is not taken.", "OTC-TRACER-5; OTC-TRACER-6", Needs.Activity, world =>
        {
            var parent = world.Start("parent");
            Baggage.SetBaggage("k", "v");
            Expect.Null(world.Build("child").AsChildOf(parent).Start().GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-AMBIENT-12", "Over a native span the active span shows the current baggage.", "OTC-SCOPE-8; OTC-BAG-1", Needs.Activity, world =>
        {
            World.Native("native");
            Baggage.SetBaggage("k", "v");
            Expect.Equal("v", world.ActiveSpan?.GetBaggageItem("k"), "the item of the active span");
        }),
        new("BAGGAGE-AMBIENT-13", "IgnoreActiveSpan starts without the active span's baggage.", "OTC-TRACER-2", Needs.None, world =>
        {
            using var scope = world.Open("active");
            scope.Span.SetBaggageItem("k", "v");
            Expect.Null(world.Build("root").IgnoreActiveSpan().Start().GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-AMBIENT-14", "Disposal out of order leaves no item behind.", "OTC-SCOPE-2", Needs.Activity, world =>
        {
            var outer = world.Open("outer");
            outer.Span.SetBaggageItem("a", "1");
            var inner = world.Open("inner");
            inner.Span.SetBaggageItem("b", "2");
            outer.Dispose();
            Expect.Equal("2", Baggage.Current.GetBaggage("b"), "the inner item while the inner scope is open");
            inner.Dispose();
            Expect.Equal(0, Baggage.Current.Count, "the number of current items");
            Expect.That(Activity.Current is null, "Activity.Current is not null");
        }),
        new("BAGGAGE-AMBIENT-15", "Over a native span an item set on the active span is current at once.", "OTC-SCOPE-8; OTC-BAG-3", Needs.Activity, world =>
        {
            World.Native("native");
            world.ActiveSpan!.SetBaggageItem("k", "v");
            Expect.Equal("v", Baggage.Current.GetBaggage("k"), "the current item");
        }),
        new("BAGGAGE-AMBIENT-16", "Over a native span an item set on the active span reaches the next span.", "OTC-SCOPE-8; OTC-TRACER-6", Needs.Activity, world =>
        {
            World.Native("native");
            world.ActiveSpan!.SetBaggageItem("k", "v");
            Expect.Equal("v", world.Start("a").GetBaggageItem("k"), "the next span's item");
        }),
    ];
}
