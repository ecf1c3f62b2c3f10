namespace Segue.CompatMatrix.Cases;

/// <summary>Baggage of a span: who sees an item, and when.</summary>
internal static class BaggageCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("BAGGAGE-ITEM-01", "An item that was set can be read.", "OTC-BAG-1; OTC-BAG-3", Needs.None, world =>
        {
            Expect.Equal("v", world.Start("a").SetBaggageItem("k", "v").GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-ITEM-02", "An item that was not set is null.", "OTC-BAG-1", Needs.None, world =>
        {
            Expect.Null(world.Start("a").GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-ITEM-03", "A later value replaces an earlier one.", "OTC-BAG-3", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "1").SetBaggageItem("k", "2");
            Expect.Equal("2", span.GetBaggageItem("k"), "the item");
            Expect.Equal(1, span.Context.GetBaggageItems().Count(), "the number of items");
        }),
        new("BAGGAGE-ITEM-04", "Setting an item gives the span a new context and leaves a captured one as it was.",
            "OTC-REL-1; OTC-REL-3; OTC-CTX-1", Needs.None, world =>
        {
            var span = world.Start("a");
            var before = span.Context;
            span.SetBaggageItem("k", "v");
            Expect.That(!before.GetBaggageItems().Any(), "the captured context has the item");
            Expect.Equal(1, span.Context.GetBaggageItems().Count(), "the number of items of the new context");
        }),
        new("BAGGAGE-ITEM-05", "A context holds ids and baggage and lists its items.", "OTC-CTX-2; OTC-CTX-3", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("a", "1").SetBaggageItem("b", "2");
            var items = span.Context.GetBaggageItems().OrderBy(item => item.Key, StringComparer.Ordinal);
            Expect.Equal("a=1,b=2", string.Join(',', items.Select(item => item.Key + "=" + item.Value)), "the list of items");
            Expect.NotNull(span.Context.SpanId, "the span id");
        }),
        new("BAGGAGE-ITEM-06", "A null value removes the item.", "OTC-BAG-3", Needs.Activity, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "v").SetBaggageItem("k", null);
            Expect.Null(span.GetBaggageItem("k"), "the item");
            Expect.That(!span.Context.GetBaggageItems().Any(), "the context still has an item");
        }),
        new("BAGGAGE-ITEM-07", "Items keep every character.", "OTC-BAG-1", Needs.None, world =>
        {
            const string Value = "grün, 1=2; \"x\" 📚";
            Expect.Equal(Value, world.Start("a").SetBaggageItem("k", Value).GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-ITEM-08", "Names of items are told apart by case.", "OTC-BAG-1", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("k", "lower").SetBaggageItem("K", "upper");
            Expect.Equal("lower", span.GetBaggageItem("k"), "the item k");
            Expect.Equal("upper", span.GetBaggageItem("K"), "the item K");
        }),
        new("BAGGAGE-REACH-01", "Children started later have the item.", "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.None, world =>
        {
            var parent = world.Start("parent").SetBaggageItem("k", "v");
            Expect.Equal("v", world.Build("child").AsChildOf(parent).Start().GetBaggageItem("k"), "the child's item");
        }),
        new("BAGGAGE-REACH-02", "Children started before do not get it.", "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.None, world =>
        {
            var parent = world.Start("parent");
            var child = world.Build("child").AsChildOf(parent).Start();
            parent.SetBaggageItem("k", "v");
            Expect.Null(child.GetBaggageItem("k"), "the child's item");
        }),
        new("BAGGAGE-REACH-03", "A child's item does not reach its parent.", "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.None, world =>
        {
            using var parent = world.Open("parent");
            using (var child = world.Open("child")) child.Span.SetBaggageItem("k", "v");
            Expect.Null(parent.Span.GetBaggageItem("k"), "the parent's item");
        }),
        new("BAGGAGE-REACH-04", "A child's item does not reach its siblings.", "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.None, world =>
        {
            using var parent = world.Open("parent");
            using (var first = world.Open("first")) first.Span.SetBaggageItem("k", "v");
            using var second = world.Open("second");
            Expect.Null(second.Span.GetBaggageItem("k"), "the sibling's item");
        }),
        new("BAGGAGE-REACH-05", "An item reaches grandchildren.", "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.None, world =>
        {
            using var scope = world.Open("1");
            scope.Span.SetBaggageItem("k", "v");
            using var child = world.Open("2");
            using var grandchild = world.Open("3");
            Expect.Equal("v", grandchild.Span.GetBaggageItem("k"), "the grandchild's item");
        }),
        new("BAGGAGE-REACH-06", "A child may replace an inherited item for itself alone.", "OTC-BAG-3", Needs.None, world =>
        {
            var parent = world.Start("parent").SetBaggageItem("k", "1");
            var child = world.Build("child").AsChildOf(parent).Start().SetBaggageItem("k", "2");
            Expect.Equal("2", child.GetBaggageItem("k"), "the child's item");
            Expect.Equal("1", parent.GetBaggageItem("k"), "the parent's item");
        }),
        new("BAGGAGE-REACH-07", "Items do not outlive their span: an unrelated later span injects none.",
            "OpenTracing 0.12.1 API: ISpan.SetBaggageItem", Needs.Activity | Needs.W3C, world =>
        {
            using (var scope = world.Open("first")) scope.Span.SetBaggageItem("k", "v");
            world.Start("passive").SetBaggageItem("k", "v").Finish();
            var later = world.Start("later");
            Expect.Null(later.GetBaggageItem("k"), "the later span's item");
            Expect.That(!world.Inject(later.Context).ContainsKey("baggage"), "the item goes out with a later span");
        }),
        new("BAGGAGE-FLOW-01", "An item set in a task is seen through the same span everywhere.", "OTC-REL-4", Needs.None, async world =>
        {
            using var scope = world.Open("a");
            await Task.Run(() => world.ActiveSpan!.SetBaggageItem("k", "v"));
            Expect.Equal("v", scope.Span.GetBaggageItem("k"), "the item");
        }),
        new("BAGGAGE-FLOW-02", "Forked flows with spans of their own never see each other's items.", "OTC-REL-4", Needs.None, async world =>
        {
            using var outer = world.Open("outer");
            outer.Span.SetBaggageItem("shared", "s");
            using var bothSet = new SemaphoreSlim(0, 2);
            using var mayRead = new SemaphoreSlim(0, 2);
            var flows = Enumerable.Range(0, 2).Select(number => Task.Run(async () =>
            {
                using var scope = world.Open("flow " + number);
                scope.Span.SetBaggageItem("k", "v" + number);
                bothSet.Release();
                await mayRead.WaitAsync();
                using var child = world.Open("child of " + number);
                Expect.Equal("v" + number, child.Span.GetBaggageItem("k"), "the item of flow " + number);
                Expect.Equal("s", child.Span.GetBaggageItem("shared"), "the shared item of flow " + number);
            })).ToArray();
            await bothSet.WaitAsync();
            await bothSet.WaitAsync();
            mayRead.Release(2);
            await Task.WhenAll(flows);
            Expect.Null(outer.Span.GetBaggageItem("k"), "the outer span's item");
        }),
        new("BAGGAGE-FLOW-03", "Items set by many threads at once are all kept.", "OTC-BAG-4; OTC-REL-4", Needs.None, world =>
        {
            var span = world.Start("a");
            World.OnThreads(4, number =>
            {
                for (var i = 0; i < 50; i++) span.SetBaggageItem("k" + number + "." + i, "v");
            });
            Expect.Equal(200, span.Context.GetBaggageItems().Count(), "the number of items");
        }),
        new("BAGGAGE-FLOW-04", "Items can be read while other threads set some.", "OTC-BAG-2", Needs.None, world =>
        {
            var span = world.Start("a").SetBaggageItem("fixed", "v");
            World.OnThreads(4, number =>
            {
                for (var i = 0; i < 100; i++)
                {
                    if (number == 0) span.SetBaggageItem("k" + i, "v");
                    Expect.Equal("v", span.GetBaggageItem("fixed"), "the item read on another thread");
                }
            });
        }),
    ];
}
