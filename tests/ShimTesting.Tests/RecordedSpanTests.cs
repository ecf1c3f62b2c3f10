using System.Diagnostics;
using OpenTracing;
using LegacyTags = OpenTracing.Tag.Tags;

namespace Segue.Shim.Testing.Tests;

[TestClass]
public sealed class RecordedSpanTests
{
    private ShimRecorder _recorder = null!;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        _recorder = new ShimRecorder();
    }

    [TestCleanup]
    public void TearDown() => _recorder.Dispose();

    [TestMethod]
    public void Ids_OfRoot_AreHexAndThoseOfTheContext()
    {
        var span = Finish(_recorder.Tracer.BuildSpan("x"));

        Assert.HasCount(32, span.TraceId);
        Assert.HasCount(16, span.SpanId);
        Assert.AreEqual(span.TraceId, span.Context.TraceId);
        Assert.AreEqual(span.SpanId, span.Context.SpanId);
        Assert.AreEqual($"TraceId: {span.TraceId}, SpanId: {span.SpanId}, ParentId: , OperationName: x", span.ToString());
    }

    [TestMethod]
    public void Context_OfFinishedSpan_IsUsableAsParent()
    {
        var first = Finish(_recorder.Tracer.BuildSpan("first"));

        var second = Finish(_recorder.Tracer.BuildSpan("second").AsChildOf(first.Context));

        Assert.AreEqual(first.SpanId, second.ParentId);
    }

    [TestMethod]
    [DataRow("true", true)]
    [DataRow("FALSE", false)]
    public void Tags_ErrorAsText_IsBool(string text, bool expected) =>
        Assert.AreEqual(expected, Finish(_recorder.Tracer.BuildSpan("x").WithTag("error", text)).Tags["error"]);

    [TestMethod]
    public void Tags_ErrorAsOtherText_StaysText() => Assert.AreEqual("maybe", Finish(_recorder.Tracer.BuildSpan("x").WithTag("error", "maybe")).Tags["error"]);

    [TestMethod]
    public void Tags_NullOrManual_AreAbsent() =>
        Assert.IsEmpty(Finish(_recorder.Tracer.BuildSpan("x").WithTag("gone", (string?)null!).WithTag("manual.keep", true)).Tags);

    [TestMethod]
    public void Tags_SpanKind_IsThere() =>
        Assert.AreEqual("client", Finish(_recorder.Tracer.BuildSpan("x").WithTag(LegacyTags.SpanKind, LegacyTags.SpanKindClient)).Tags["span.kind"]);

    [TestMethod]
    public void FinishTimestamp_BeforeStart_IsOneTickAfterIt()
    {
        var start = DateTimeOffset.UnixEpoch.AddHours(1);
        _recorder.Tracer.BuildSpan("x").WithStartTimestamp(start).Start().Finish(start.AddSeconds(-1));

        Assert.AreEqual(start.AddTicks(1), _recorder.FinishedSpans().Single().FinishTimestamp);
    }

    [TestMethod]
    public void References_FollowsFromThenChildOf_HaveTheParentFirst()
    {
        var first = _recorder.Tracer.BuildSpan("first").Start().Context;
        var second = _recorder.Tracer.BuildSpan("second").Start().Context;

        var span = Finish(_recorder.Tracer.BuildSpan("x").AddReference(References.FollowsFrom, first).AsChildOf(second));

        CollectionAssert.AreEqual(
            new[] { new RecordedReference(second, References.ChildOf), new RecordedReference(first, References.FollowsFrom) },
            span.References.ToArray());
        Assert.AreEqual($"follows_from {first.TraceId}-{first.SpanId}", span.References[1].ToString());
    }

    [TestMethod]
    public void Reference_OfOtherTypeOrContext_IsNotEqual()
    {
        var first = _recorder.Tracer.BuildSpan("first").Start().Context;
        var second = _recorder.Tracer.BuildSpan("second").Start().Context;
        var reference = new RecordedReference(first, References.ChildOf);

        Assert.AreEqual(reference.GetHashCode(), new RecordedReference(first, References.ChildOf).GetHashCode());
        Assert.AreNotEqual(reference, new RecordedReference(first, References.FollowsFrom));
        Assert.AreNotEqual(reference, new RecordedReference(second, References.ChildOf));
        Assert.IsFalse(reference.Equals(null));
    }

    [TestMethod]
    public void Reference_NullArguments_ThrowAtOnce()
    {
        var context = _recorder.Tracer.BuildSpan("first").Start().Context;

        Assert.ThrowsExactly<ArgumentNullException>(() => new RecordedReference(null!, "child_of"));
        Assert.ThrowsExactly<ArgumentNullException>(() => new RecordedReference(context, null!));
    }

    private RecordedSpan Finish(ISpanBuilder builder)
    {
        builder.Start().Finish();
        return _recorder.FinishedSpans()[^1];
    }
}
