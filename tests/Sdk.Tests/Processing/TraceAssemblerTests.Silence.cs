using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Processing;

public partial class TraceAssemblerTests
{
    [TestMethod]
    public void Age_RootEndedAndChildIsSilent_HeldSpansLeaveSoonThenTheTraceIsForgotten()
    {
        var assembler = Create(new AssemblyLimits());
        var family = Family(3);
        foreach (var span in family) Start(assembler, span);
        assembler.Finished(family[1]);
        assembler.Finished(family[0]);

        assembler.Age(TimeSpan.FromSeconds(2));
        Assert.IsEmpty(_left);
        assembler.Age(TimeSpan.FromSeconds(4));
        CollectionAssert.AreEqual(new[] { "1+0" }, _left);
        Assert.AreEqual(1, Counters["segue.traces.split/root_ended"]);
        assembler.Age(TimeSpan.FromSeconds(11));
        Assert.AreEqual(1, assembler.TraceCount);
        assembler.Age(TimeSpan.FromSeconds(13));

        AssertEmpty(assembler);
        Assert.AreEqual(1, Counters["segue.traces.abandoned/root_ended"]);
    }

    [TestMethod]
    public void Age_RootIsOpenAndSilent_Waits()
    {
        var assembler = Create(new AssemblyLimits());
        var family = Family(2);
        foreach (var span in family) Start(assembler, span);
        assembler.Finished(family[1]);

        for (var seconds = 2; seconds < 60; seconds += 2) assembler.Age(TimeSpan.FromSeconds(seconds));
        assembler.Finished(family[0]);

        CollectionAssert.AreEqual(new[] { "1+0" }, _left);
    }

    [TestMethod]
    public void Age_RootEndedAndOthersGoOn_WaitsForThem()
    {
        var assembler = Create(new AssemblyLimits());
        var family = Family(12);
        foreach (var span in family) Start(assembler, span);

        for (var i = 0; i < 11; i++)
        {
            assembler.Finished(family[i]);
            assembler.Age(TimeSpan.FromSeconds(2 * (i + 1)));
        }

        Assert.IsEmpty(_left);
        assembler.Finished(family[11]);
        Assert.HasCount(1, _left);
        AssertEmpty(assembler);
    }

    [TestMethod]
    public void Age_RootEndedWithoutAWord_SeenOnItsChildren()
    {
        var assembler = Create(new AssemblyLimits());
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        using var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Server, default(ActivityContext))!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        Start(assembler, root);
        Start(assembler, child);
        child.Stop();
        assembler.Finished(child);

        assembler.Age(TimeSpan.FromSeconds(2));
        assembler.Age(TimeSpan.FromSeconds(4));
        Assert.IsEmpty(_left);
        root.IsAllDataRequested = false;
        root.Stop();
        assembler.Age(TimeSpan.FromSeconds(6));

        CollectionAssert.AreEqual(new[] { "child" }, _left);
    }
}
