using System.Collections.Concurrent;
using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Spans that have ended, held until the last of their trace does.</summary>
[TestClass]
public class HeldSpansTests : SdkTestBase
{
    private static readonly List<Activity> _spans = [.. Enumerable.Range(0, 5).Select(_ => FinishedSpans.Make())];

    [TestMethod]
    public void TryHold_UpToItsRoom_TakenInOrder()
    {
        var held = Open(3);

        Assert.IsTrue(_spans.Take(3).All(held.TryHold));
        Assert.IsTrue(held.IsFilled);
        Assert.IsTrue(held.TryTake(out var isWhole));

        Assert.IsTrue(isWhole);
        CollectionAssert.AreEqual(_spans.Take(3).ToList(), Enumerable.Range(0, held.Count).Select(i => held[i]).ToList());
    }

    [TestMethod]
    public void TryHold_MoreThanItHasRoomFor_Said()
    {
        var held = Open(3);
        foreach (var span in _spans.Take(3)) held.TryHold(span);
        Assert.IsFalse(held.IsOverfull);

        Assert.IsFalse(held.TryHold(_spans[3]));

        Assert.IsTrue(held.IsOverfull);
        Assert.IsTrue(held.TryTake(out var isWhole));
        Assert.IsFalse(isWhole);
        Assert.AreEqual(3, held.Count);
    }

    [TestMethod]
    public void TryTake_Taken_NobodyElseGetsOrHoldsAnythingUntilGivenBack()
    {
        var held = Open(3);
        held.TryHold(_spans[0]);
        held.TryTake(out _);

        Assert.IsFalse(held.TryTake(out _));
        Assert.IsFalse(held.TryHold(_spans[1]));
        Assert.IsFalse(held.TryOpen());
        Assert.AreEqual("True False False", held.IsTaken + " " + held.IsIdle + " " + held.IsFilled);
        held.GiveBack();

        Assert.AreEqual("False True False", held.IsTaken + " " + held.IsIdle + " " + held.IsFilled);
        Assert.IsFalse(held.TryHold(_spans[1]), "not before it is opened");
        Assert.IsTrue(held.TryOpen());
        Assert.IsTrue(held.TryHold(_spans[1]));
    }

    [TestMethod]
    public void GiveBack_KeepsNoSpanAlive()
    {
        var held = Open(2);
        var span = Hold(held);
        held.TryTake(out _);

        held.GiveBack();

        GC.Collect();
        Assert.IsFalse(span.IsAlive);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Close_UnlessItHolds(bool holds)
    {
        var held = Open(2);
        if (holds) held.TryHold(_spans[0]);

        held.Close();

        Assert.AreEqual(holds, held.TryHold(_spans[1]));
    }

    [TestMethod]
    public void TryHold_WhileAnotherTakes_EachSpanIsWithOneOfThem()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var held = Open(4);
            var refused = new ConcurrentQueue<Activity>();
            List<Activity> taken = [];
            Parallel.Invoke(
                () => Offer(_spans[0], _spans[1]),
                () => Offer(_spans[2], _spans[3], _spans[4]),
                () =>
                {
                    if (!held.TryTake(out _)) return;
                    held.AwaitSpans();
                    for (var i = 0; i < held.Count; i++) taken.Add(held[i]);
                    held.GiveBack();
                });

            CollectionAssert.AreEquivalent(_spans, taken.Concat(refused).ToList());

            void Offer(params Activity[] spans)
            {
                foreach (var span in spans)
                {
                    if (!held.TryHold(span)) refused.Enqueue(span);
                }
            }
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Hold(HeldSpans held)
    {
        var span = FinishedSpans.Make();
        held.TryHold(span);
        return new WeakReference(span);
    }

    private static HeldSpans Open(int capacity)
    {
        var held = new HeldSpans(capacity);
        Assert.IsTrue(held.TryOpen());
        return held;
    }
}
