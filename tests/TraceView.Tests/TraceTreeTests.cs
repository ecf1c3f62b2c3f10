using System.Globalization;

namespace Segue.TraceView.Tests;

[TestClass]
public sealed class TraceTreeTests
{
    // Spans as id<parent, 0 for none; each starts after the one before.
    [TestMethod]
    [DataRow("1<0", true, 1, 0, 0, 0, DisplayName = "a root")]
    [DataRow("1<0 2<1 3<2 4<1", true, 1, 0, 0, 0, DisplayName = "a tree")]
    [DataRow("3<2 2<1 1<0", true, 1, 0, 0, 0, DisplayName = "children first")]
    [DataRow("1<0 2<0", false, 2, 0, 0, 0, DisplayName = "two roots")]
    [DataRow("2<1", false, 0, 1, 0, 0, DisplayName = "no root")]
    [DataRow("1<0 2<9", false, 1, 1, 0, 0, DisplayName = "a missing parent")]
    [DataRow("1<0 2<9 3<9", false, 1, 2, 0, 0, DisplayName = "a missing parent of two")]
    [DataRow("1<0 2<9 3<2", false, 1, 1, 0, 0, DisplayName = "a missing parent with a grandchild")]
    [DataRow("1<0 2<2", false, 1, 0, 1, 0, DisplayName = "a span that is its own parent")]
    [DataRow("1<0 2<3 3<2 4<3", false, 1, 0, 3, 0, DisplayName = "a circle with a tail")]
    [DataRow("1<0 2<1 2<1", true, 1, 0, 0, 1, DisplayName = "a span that arrived twice")]
    [DataRow("1<0 1<0", true, 1, 0, 0, 1, DisplayName = "a root that arrived twice")]
    public void Build_Spans_SayHowTheyHangTogether(string spans, bool connected, int roots, int dangling, int unreachable, int duplicates)
    {
        var trace = TraceTree.Build(Parse(spans)).Single();

        Assert.AreEqual(connected, trace.IsConnected);
        Assert.HasCount(roots, trace.Roots);
        Assert.HasCount(dangling, trace.Dangling);
        Assert.AreEqual(unreachable, trace.UnreachableCount);
        Assert.AreEqual(duplicates, trace.DuplicateCount);
    }

    [TestMethod]
    public void Build_Nothing_GivesNoTraces() => Assert.IsEmpty(TraceTree.Build([]));

    [TestMethod]
    public void Build_SameLowHalf_AreTwoTraces()
    {
        var traces = TraceTree.Build([new ReceivedSpan { TraceIdHigh = 1, TraceIdLow = 5, SpanId = 1, StartUnixNanoseconds = 9 }, new ReceivedSpan { TraceIdLow = 5, SpanId = 2 }]);

        CollectionAssert.AreEqual(
            new[] { "00000000000000000000000000000005", "00000000000000010000000000000005" },
            traces.Select(trace => trace.TraceId).ToArray());
    }

    [TestMethod]
    public void ChildrenOf_Span_AreInOrderOfStart()
    {
        var trace = TraceTree.Build(
        [
            new ReceivedSpan { SpanId = 1 },
            new ReceivedSpan { SpanId = 2, ParentId = 1, StartUnixNanoseconds = 30 },
            new ReceivedSpan { SpanId = 3, ParentId = 1, StartUnixNanoseconds = 20 },
        ]).Single();

        CollectionAssert.AreEqual(new[] { 3UL, 2UL }, trace.ChildrenOf(trace.Roots[0]).Select(span => span.SpanId).ToArray());
    }

    [TestMethod]
    public void Services_SpansOfTwo_AreNamedOnceInOrderOfStart()
    {
        var trace = TraceTree.Build(
        [
            new ReceivedSpan { SpanId = 2, Service = "b", StartUnixNanoseconds = 2 },
            new ReceivedSpan { SpanId = 1, Service = "a", StartUnixNanoseconds = 1 },
            new ReceivedSpan { SpanId = 3, Service = "a", StartUnixNanoseconds = 3 },
        ]).Single();

        CollectionAssert.AreEqual(new[] { "a", "b" }, trace.Services.ToArray());
    }

    [TestMethod]
    public void Build_VeryDeep_IsConnected()
    {
        var spans = Enumerable.Range(1, 100_000).Select(id => new ReceivedSpan { SpanId = (ulong)id, ParentId = (ulong)id - 1 });

        Assert.IsTrue(TraceTree.Build(spans).Single().IsConnected);
    }

    private static IEnumerable<ReceivedSpan> Parse(string spans) => spans.Split(' ').Select((text, index) =>
    {
        var ids = text.Split('<').Select(id => ulong.Parse(id, CultureInfo.InvariantCulture)).ToArray();
        return new ReceivedSpan { TraceIdLow = 7, SpanId = ids[0], ParentId = ids[1], StartUnixNanoseconds = index };
    });
}
