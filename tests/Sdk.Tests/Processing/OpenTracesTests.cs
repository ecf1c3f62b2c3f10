using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Open spans that are counted where they are traced.</summary>
[TestClass]
public class OpenTracesTests : SdkTestBase
{
    [TestMethod]
    public void End_LastOfATrace_SaysSoOnce()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();

        Assert.IsTrue(open.TryStart(root, id) && open.TryStart(child, id));
        var place = open.Find(id);
        Assert.AreNotEqual(OpenTraces.None, open.Find(id));
        Assert.IsFalse(open.End(place));
        Assert.IsTrue(open.End(place));
        Assert.AreEqual(OpenTraces.None, open.Find(id), "what starts and ends while the rest is leaving is told");
        open.Free(place, id, null);

        Assert.AreEqual(OpenTraces.None, open.Find(id));
        Assert.AreEqual(2, open.Started);
    }

    [TestMethod]
    public void TryStart_PlaceIsTaken_HasToBeTold()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();
        var other = new string(id.ToCharArray());

        Assert.IsTrue(open.TryStart(root, id));

        Assert.IsFalse(open.TryStart(root, other), "the same place, by another string");
        Assert.AreEqual(OpenTraces.None, open.Find(other));
        Assert.IsTrue(open.TryStart(child, id));
        Assert.AreEqual(3, open.Started);
    }

    [TestMethod]
    public void TryStart_NoLocalRoot_ClaimsNoPlace()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();

        Assert.IsFalse(open.TryStart(child, id), "others of its trace may have been told");
        Assert.IsTrue(open.TryStart(root, id));
    }

    [TestMethod]
    public void TryStart_LastSpanHasEndedAndIsNotToldYet_HasToBeTold()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();
        open.TryStart(root, id);
        var place = open.Find(id);
        open.End(place);

        Assert.IsFalse(open.TryStart(child, id));
        open.Free(place, id, null);
        Assert.IsFalse(open.TryStart(child, id));
    }

    [TestMethod]
    public void FreeSilent_UnknownTraceWithoutAWord_GivesItsPlaceUp()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();
        open.TryStart(root, id);
        open.Tick(59);
        Assert.AreEqual(0, open.FreeSilent(TimeSpan.FromMinutes(1), _ => false));
        open.TryStart(child, id);
        open.Tick(60);
        Assert.AreEqual(0, open.FreeSilent(TimeSpan.FromMinutes(1), _ => false), "heard of a second ago");

        open.Tick(119);

        Assert.AreEqual(0, open.FreeSilent(TimeSpan.FromMinutes(1), _ => true), "known elsewhere");
        Assert.AreEqual(1, open.FreeSilent(TimeSpan.FromMinutes(1), _ => false));
        Assert.AreEqual(OpenTraces.None, open.Find(id));
        Assert.IsTrue(open.TryStart(root, id), "the place is free");
        Assert.IsTrue(open.End(open.Find(id)), "and counts anew");
    }

    [TestMethod]
    public void TryGiveUp_TraceWithoutAPlace_IsNotWaitedFor()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();

        Assert.IsTrue(open.TryGiveUp(id, TimeSpan.FromMinutes(1)), "nothing more is counted of it");
        open.TryStart(root, id);
        Assert.IsFalse(open.TryGiveUp(id, TimeSpan.FromMinutes(1)), "just heard of");
        open.Tick(60);

        Assert.IsTrue(open.TryGiveUp(new string(id.ToCharArray()), TimeSpan.FromMinutes(1)), "by another string of its id");
        Assert.AreEqual(OpenTraces.None, open.Find(id));
        Assert.IsFalse(open.TryStart(child, id));
        Assert.IsTrue(open.TryStart(root, id));
        Assert.IsTrue(open.End(open.Find(id)), "it counts from the start");
    }

    [TestMethod]
    public void StartsAndEnds_OfManyThreads_AddUp()
    {
        var open = new OpenTraces();
        var (id, root, child) = Family();
        var told = 0;
        var last = 0;
        open.TryStart(root, id);

        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (!open.TryStart(child, id)) Interlocked.Increment(ref told);
                else if (open.End(open.Find(id))) Interlocked.Increment(ref last);
            }
        });

        Assert.AreEqual("0 0", told + " " + last, "the root is open");
        Assert.IsTrue(open.End(open.Find(id)));
        Assert.AreEqual(80_001, open.Started);
    }

    [TestMethod]
    public void HandOver_TraceIsOpenForSoLong_GivesWhatIsHeld()
    {
        var open = new OpenTraces(4);
        var (id, root, child) = Family();
        open.TryStart(root, id);
        open.TryStart(child, id);
        Assert.IsTrue(open.TryHold(open.Find(id), child));
        var given = new List<Activity>();

        open.HandOver(2, given.Add);
        Assert.IsTrue(given.Count == 0 && open.HoldsAny());
        open.Tick(2);
        open.HandOver(2, given.Add);

        Assert.AreEqual(child, given.Single());
        Assert.IsFalse(open.HoldsAny());
        Assert.IsFalse(open.TryHold(open.Find(id), root), "the worker sees to the rest of it");
    }

    [TestMethod]
    public void FreeSilent_SpanIsHeld_KeepsThePlace()
    {
        var open = new OpenTraces(4);
        var (id, root, child) = Family();
        open.TryStart(root, id);
        open.TryStart(child, id);
        open.TryHold(open.Find(id), child);
        open.End(open.Find(id));
        open.Tick(60);

        Assert.AreEqual(0, open.FreeSilent(TimeSpan.FromMinutes(1), _ => false));
        open.HandOverAll(_ => { });

        Assert.AreEqual(1, open.FreeSilent(TimeSpan.FromMinutes(1), _ => false));
    }

    [TestMethod]
    public void Close_HoldsNothingAnyMore()
    {
        var open = new OpenTraces(4);
        var (id, root, child) = Family();
        open.TryStart(root, id);
        open.TryStart(child, id);

        open.Close();
        open.HandOverAll(_ => Assert.Fail("nothing was held"));

        Assert.IsFalse(open.TryHold(open.Find(id), child));
        var (other, first, _) = Family();
        // One in 4,096 is spread to the same place.
        while (!open.TryStart(first, other)) (other, first, _) = Family();
        Assert.IsFalse(open.TryHold(open.Find(other), first), "nor of traces that begin later");
    }

    [TestMethod]
    public void HandOverAll_SomebodyIsNotThroughWithHis_SaysSo()
    {
        var open = new OpenTraces(4);
        var (id, root, child) = Family();
        open.TryStart(root, id);
        open.TryStart(child, id);
        open.TryHold(open.Find(id), child);
        var held = open.HeldAt(open.Find(id))!;
        held.TryTake(out _);

        Assert.IsFalse(open.HandOverAll(_ => Assert.Fail("they are his")));
        held.GiveBack();

        Assert.IsTrue(open.HandOverAll(_ => Assert.Fail("nothing is held")));
    }

    [TestMethod]
    public void Free_NextTraceOfTheThread_UsesTheSameRoomAgain()
    {
        var open = new OpenTraces(4);
        var another = new OpenTraces(4);
        var (id, root, _) = Family();
        open.TryStart(root, id);
        var place = open.Find(id);
        var held = open.HeldAt(place);
        open.TryHold(place, root);
        open.End(place);
        held!.TryTake(out _);
        held.GiveBack();

        open.Free(place, id, held);
        another.TryStart(root, id);
        open.TryStart(root, id);

        Assert.AreSame(held, open.HeldAt(open.Find(id)));
        Assert.AreNotSame(held, another.HeldAt(another.Find(id)), "an exit beside it has its own");
    }

    private static (string TraceId, Activity Root, Activity Child) Family()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        Activity.Current = null;
        using var root = FinishedSpans.Source.StartActivity("root")!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        return (root.TraceId.ToHexString(), root, child);
    }
}
