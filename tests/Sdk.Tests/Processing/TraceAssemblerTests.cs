using System.Diagnostics;
using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

[TestClass]
public partial class TraceAssemblerTests : SdkTestBase
{
    private readonly List<string> _left = [];

    [TestMethod]
    public void Constants_Pinned()
    {
        var limits = new AssemblyLimits();
        Assert.AreEqual("500 00:01:00 65536 65536 00:00:02 00:00:10", string.Join(" ", limits.PartialSpans, limits.Age, limits.Traces, limits.Spans, limits.Silence, limits.SilenceAfterRoot));
    }

    [TestMethod]
    public void Finished_LastOpenSpan_WholeTraceLeaves()
    {
        var assembler = Create(new AssemblyLimits());
        var spans = Family(3);
        foreach (var span in spans) Start(assembler, span);

        assembler.Finished(spans[2]);
        assembler.Finished(spans[0]);
        Assert.IsEmpty(_left);
        assembler.Finished(spans[1]);

        CollectionAssert.AreEqual(new[] { "2+0+1" }, _left);
        AssertEmpty(assembler);
    }

    [TestMethod]
    public void Finished_TwoTraces_LeaveEachByItself()
    {
        var assembler = Create(new AssemblyLimits());
        List<Activity> first = Family(2), second = Family(1, "b");
        foreach (var span in first.Concat(second)) Start(assembler, span);

        assembler.Finished(first[1]);
        assembler.Finished(second[0]);
        assembler.Finished(first[0]);

        CollectionAssert.AreEqual(new[] { "b0", "1+0" }, _left);
        AssertEmpty(assembler);
    }

    [TestMethod]
    public void Finished_SpanStartsAfterTheTraceLeft_LeavesOnItsOwn()
    {
        var assembler = Create(new AssemblyLimits());
        var spans = Family(2);
        Start(assembler, spans[0]);
        assembler.Finished(spans[0]);

        Start(assembler, spans[1]);
        assembler.Finished(spans[1]);

        CollectionAssert.AreEqual(new[] { "0", "1" }, _left);
        AssertEmpty(assembler);
        Assert.AreEqual(0, Counters["segue.spans.late"]);
    }

    [TestMethod]
    [DataRow(2, "1+2 3+4 5+0", 2)]
    [DataRow(500, "1+2+3+4+5+0", 0)]
    [DataRow(0, "1+2+3+4+5+0", 0, DisplayName = "switched off")]
    public void Finished_PartialSpansReached_TheyLeave(int spans, string expected, int splits)
    {
        var assembler = Create(new AssemblyLimits { PartialSpans = spans });
        var family = Family(6);
        foreach (var span in family) Start(assembler, span);

        for (var i = 1; i < 6; i++) assembler.Finished(family[i]);
        assembler.Finished(family[0]);

        Assert.AreEqual(expected, string.Join(" ", _left));
        Assert.AreEqual(splits, Counters["segue.traces.split/partial"]);
        AssertEmpty(assembler);
    }

    [TestMethod]
    public void Age_SpanNeverEnds_FinishedOnesLeaveThenTheTraceIsForgotten()
    {
        var assembler = Create(new AssemblyLimits { Age = TimeSpan.FromSeconds(10) });
        var family = Family(3);
        foreach (var span in family) Start(assembler, span);
        assembler.Finished(family[1]);

        assembler.Age(TimeSpan.FromSeconds(9.9));
        Assert.IsEmpty(_left);
        assembler.Age(TimeSpan.FromSeconds(10));
        CollectionAssert.AreEqual(new[] { "1" }, _left);
        Assert.AreEqual(1, assembler.TraceCount);
        assembler.Age(TimeSpan.FromSeconds(20));

        AssertEmpty(assembler);
        Assert.AreEqual(1, Counters["segue.traces.split/age"]);
        Assert.AreEqual(1, Counters["segue.traces.abandoned/age"]);
    }

    [TestMethod]
    public void Finished_ChunkHasManySpans_ItsArrayIsNotKept()
    {
        var chunks = new List<TraceChunk>();
        var assembler = new TraceAssembler(chunks.Add, new AssemblyLimits { PartialSpans = 0 });
        foreach (var count in new[] { 512, 513, 1 })
        {
            var family = Family(count);
            foreach (var span in family) Start(assembler, span);
            foreach (var span in family) assembler.Finished(span);
        }

        Assert.AreSame(chunks[0], chunks[1], "512 spans are few enough");
        Assert.AreNotSame(chunks[1], chunks[2]);
    }

    [TestMethod]
    public void Finished_ManyTracesWaitedAtOnce_NotAllChunksAreKept()
    {
        var chunks = new List<TraceChunk>();
        var assembler = new TraceAssembler(chunks.Add, new AssemblyLimits());
        for (var round = 0; round < 2; round++)
        {
            var families = Enumerable.Range(0, 1_100).Select(_ => Family(2)).ToList();
            foreach (var span in families.SelectMany(family => family)) Start(assembler, span);
            foreach (var family in families) assembler.Finished(family[0]);
            foreach (var family in families) assembler.Finished(family[1]);
        }

        Assert.AreEqual(1_024, chunks.Take(1_100).Intersect(chunks.Skip(1_100)).Count());
    }

    [TestMethod]
    public void Finished_TraceWasForgotten_LeavesLateAndIsCounted()
    {
        var assembler = Create(new AssemblyLimits { Age = TimeSpan.FromSeconds(10) });
        var family = Family(1);
        Start(assembler, family[0]);
        assembler.Age(TimeSpan.FromSeconds(10));
        assembler.Age(TimeSpan.FromSeconds(20));

        assembler.Finished(family[0]);

        CollectionAssert.AreEqual(new[] { "0" }, _left);
        Assert.AreEqual(1, Counters["segue.spans.late"]);
    }

    [TestMethod]
    public void Age_TraceGoesOn_IsNotForgotten()
    {
        var assembler = Create(new AssemblyLimits { Age = TimeSpan.FromSeconds(10) });
        var family = Family(10);
        Start(assembler, family[0]);
        for (var i = 1; i < 10; i++)
        {
            assembler.Started(family[i].TraceId.ToHexString(), TimeSpan.FromSeconds(i * 10));
            assembler.Age(TimeSpan.FromSeconds(i * 10));
        }

        Assert.AreEqual(1, assembler.TraceCount);
        for (var i = 0; i < 10; i++) assembler.Finished(family[i]);
        Assert.HasCount(1, _left);
        AssertEmpty(assembler);
    }

    [TestMethod]
    public void Started_MoreTracesThanMay_OldestIsForgotten()
    {
        var assembler = Create(new AssemblyLimits { Traces = 2 });
        var families = new[] { Family(2, "a"), Family(1, "b"), Family(1, "c") };
        foreach (var span in families[0]) Start(assembler, span);
        assembler.Finished(families[0][1]);
        Start(assembler, families[1][0]);

        Start(assembler, families[2][0]);

        CollectionAssert.AreEqual(new[] { "a1" }, _left);
        Assert.AreEqual(2, assembler.TraceCount);
        Assert.AreEqual(1, Counters["segue.traces.abandoned/traces"]);
    }

    [TestMethod]
    public void Finished_MoreSpansWaitThanMay_OldestTracesAreSplit()
    {
        var assembler = Create(new AssemblyLimits { Spans = 4 });
        var families = Enumerable.Range(0, 3).Select(i => Family(3, "abc"[i].ToString())).ToList();
        foreach (var span in families.SelectMany(family => family)) Start(assembler, span);

        foreach (var family in families)
        {
            assembler.Finished(family[1]);
            assembler.Finished(family[2]);
        }

        CollectionAssert.AreEqual(new[] { "a1+a2", "b1+b2" }, _left);
        Assert.AreEqual(2, assembler.HeldSpans);
        Assert.AreEqual(2, Counters["segue.traces.split/spans"]);
    }

    [TestMethod]
    public void Started_MillionSpansNeverEnd_StaysWithinTheBound()
    {
        var assembler = Create(new AssemblyLimits { Traces = 1_000 });
        var ids = Enumerable.Range(0, 10_000).Select(_ => ActivityTraceId.CreateRandom().ToHexString()).ToArray();

        for (var i = 0; i < 1_000_000; i++) assembler.Started(ids[i % ids.Length], TimeSpan.Zero);

        Assert.AreEqual(1_000, assembler.TraceCount);
        Assert.AreEqual(0, assembler.HeldSpans);
        Assert.AreEqual(999_000, Counters["segue.traces.abandoned/traces"]);
    }

    [TestMethod]
    public void StartedFinished_SteadyState_AllocatesNothing()
    {
        var assembler = new TraceAssembler(static _ => { }, new AssemblyLimits());
        var families = Enumerable.Range(0, 20).Select(_ => Family(10)).ToList();
        void Round()
        {
            foreach (var family in families)
            {
                foreach (var span in family) assembler.Started(span.TraceId.ToHexString(), TimeSpan.Zero);
            }

            foreach (var family in families)
            {
                foreach (var span in family) assembler.Finished(span);
            }
        }

        for (var i = 0; i < 50; i++) Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Round();

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertEmpty(TraceAssembler assembler) => Assert.AreEqual("0 0", assembler.TraceCount + " " + assembler.HeldSpans);

    private static void Start(TraceAssembler assembler, Activity span) => assembler.Started(span.TraceId.ToHexString(), TimeSpan.Zero);

    private static List<Activity> Family(int count, string prefix = "")
    {
        var root = FinishedSpans.Make(prefix + "0");
        var parent = new ActivityContext(root.TraceId, root.SpanId, ActivityTraceFlags.Recorded);
        return [root, .. Enumerable.Range(1, count - 1).Select(i => FinishedSpans.Make(prefix + i, parent: parent))];
    }

    private TraceAssembler Create(AssemblyLimits limits) => new(chunk => _left.Add(string.Join("+", Enumerable.Range(0, chunk.Count).Select(i => chunk[i].DisplayName))), limits);
}
