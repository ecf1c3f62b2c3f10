using System.Diagnostics;
using OpenTracing;
using OpenTracing.Propagation;
using LegacyTags = OpenTracing.Tag.Tags;

namespace Segue.Shim.Testing.Tests;

/// <summary>A suite in the idioms of MockTracer; it passes on that and on the recorder alike.</summary>
public abstract class CarriedOverSuite
{
    private static readonly DateTimeOffset _time = new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private IFinishedSpans _recorder = null!;

    [TestInitialize]
    public void SetUp()
    {
        Activity.Current = null;
        _recorder = Create();
    }

    [TestCleanup]
    public void TearDown() => (_recorder as IDisposable)?.Dispose();

    [TestMethod]
    public void StartActive_Nested_ChildIsFinishedFirstAndHasParent()
    {
        using (Tracer.BuildSpan("parent").StartActive(finishSpanOnDispose: true))
        {
            using (Tracer.BuildSpan("child").StartActive(finishSpanOnDispose: true))
            {
            }
        }

        var spans = _recorder.FinishedSpans();
        CollectionAssert.AreEqual(new[] { "child", "parent" }, spans.Select(span => span.OperationName).ToArray());
        Assert.AreEqual(spans[1].SpanId, spans[0].ParentId);
        Assert.AreEqual(spans[1].TraceId, spans[0].TraceId);
        Assert.IsNull(spans[1].ParentId);
        Assert.IsEmpty(spans[1].References);
        Assert.AreEqual((References.ChildOf, spans[1].TraceId, spans[1].SpanId), spans[0].References.Single());
    }

    [TestMethod]
    public void StartActive_ScopeOfManager_IsTheVeryOneThatWasOpened()
    {
        using var scope = Tracer.BuildSpan("x").StartActive(finishSpanOnDispose: true);

        Assert.AreSame(scope, Tracer.ScopeManager.Active);
        Assert.AreSame(scope.Span, Tracer.ActiveSpan);
    }

    [TestMethod]
    public void StartActive_NotFinishedOnDispose_IsFinishedByHand()
    {
        var scope = Tracer.BuildSpan("x").StartActive(finishSpanOnDispose: false);
        scope.Dispose();
        Assert.IsEmpty(_recorder.FinishedSpans());

        scope.Span.Finish();

        Assert.HasCount(1, _recorder.FinishedSpans());
    }

    [TestMethod]
    public void Tags_OfBuilderAndSpan_KeepTypeAndLastValue()
    {
        Tracer.BuildSpan("x").WithTag("text", "a").WithTag("number", 1).WithTag(LegacyTags.SpanKind, LegacyTags.SpanKindServer).Start()
            .SetTag("number", 2).SetTag("ratio", 0.5).SetTag("flag", true).SetTag(LegacyTags.HttpStatus, 404).Finish();

        var tags = Single().Tags;
        Assert.AreEqual("a", tags["text"]);
        Assert.AreEqual(2, tags["number"]);
        Assert.AreEqual(0.5, tags["ratio"]);
        Assert.AreEqual(true, tags["flag"]);
        Assert.AreEqual(404, tags[LegacyTags.HttpStatus.Key]);
        Assert.AreEqual(LegacyTags.SpanKindServer, tags[LegacyTags.SpanKind.Key]);
        Assert.HasCount(6, tags);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Tags_Error_IsBool(bool error)
    {
        Tracer.BuildSpan("x").Start().SetTag(LegacyTags.Error, error).Finish();

        Assert.AreEqual(error, Single().Tags["error"]);
    }

    [TestMethod]
    public void Tags_NoError_HasNoSuchTag()
    {
        Tracer.BuildSpan("x").Start().Finish();

        Assert.IsEmpty(Single().Tags);
    }

    [TestMethod]
    public void LogEntries_EventAndFields_AreInOrder()
    {
        Tracer.BuildSpan("x").Start().Log("started").Log(_time, new Dictionary<string, object> { ["event"] = "retry", ["attempt"] = 2 }).Finish();

        var entries = Single().LogEntries;
        Assert.HasCount(2, entries);
        Assert.AreEqual("started", entries[0].Fields["event"]);
        Assert.HasCount(1, entries[0].Fields);
        Assert.AreEqual(_time, entries[1].Timestamp);
        Assert.AreEqual("retry", entries[1].Fields["event"]);
        Assert.AreEqual(2, entries[1].Fields["attempt"]);
    }

    [TestMethod]
    public void LogEntries_WithoutEvent_HaveTheFieldsAlone()
    {
        Tracer.BuildSpan("x").Start().Log(new Dictionary<string, object> { ["size"] = 3L }).Finish();

        Assert.AreEqual("size=3", string.Join(",", Single().LogEntries.Single().Fields.Select(field => field.Key + "=" + field.Value)));
    }

    [TestMethod]
    public void LogEntries_Error_HasKindMessageAndStack()
    {
        var fields = new Dictionary<string, object> { ["event"] = "error", ["error.kind"] = "Timeout", ["message"] = "too late", ["stack"] = "at A" };
        Tracer.BuildSpan("x").Start().Log(fields).Finish();

        CollectionAssert.AreEquivalent(fields.ToArray(), Single().LogEntries.Single().Fields.ToArray());
    }

    [TestMethod]
    public void References_FollowsFrom_KeepsTypeAndParent()
    {
        var first = Tracer.BuildSpan("first").Start();
        Tracer.BuildSpan("x").AddReference(References.FollowsFrom, first.Context).Start().Finish();

        Assert.AreEqual((References.FollowsFrom, first.Context.TraceId, first.Context.SpanId), Single().References.Single());
        Assert.AreEqual(first.Context.SpanId, Single().ParentId);
    }

    [TestMethod]
    public void References_ChildOfAndFollowsFrom_AreBoth()
    {
        var first = Tracer.BuildSpan("first").Start();
        var second = Tracer.BuildSpan("second").Start();
        Tracer.BuildSpan("x").AsChildOf(first).AddReference(References.FollowsFrom, second.Context).Start().Finish();

        CollectionAssert.AreEqual(
            new[] { (References.ChildOf, first.Context.SpanId), (References.FollowsFrom, second.Context.SpanId) },
            Single().References.Select(reference => (reference.ReferenceType, reference.SpanId)).ToArray());
    }

    [TestMethod]
    public void IgnoreActiveSpan_InScope_MakesRoot()
    {
        using var scope = Tracer.BuildSpan("outer").StartActive(finishSpanOnDispose: true);
        Tracer.BuildSpan("x").IgnoreActiveSpan().Start().Finish();

        Assert.IsNull(Single().ParentId);
        Assert.AreNotEqual(scope.Span.Context.TraceId, Single().TraceId);
    }

    [TestMethod]
    public void GetBaggageItem_OfParentAndOwn_AreThoseAtFinish()
    {
        var parent = Tracer.BuildSpan("parent").Start().SetBaggageItem("tenant", "a");
        Tracer.BuildSpan("x").AsChildOf(parent).Start().SetBaggageItem("user", "b").Finish();

        Assert.AreEqual("a", Single().GetBaggageItem("tenant"));
        Assert.AreEqual("b", Single().GetBaggageItem("user"));
        Assert.IsNull(Single().GetBaggageItem("other"));
    }

    [TestMethod]
    public void Timestamps_Explicit_AreKept()
    {
        Tracer.BuildSpan("x").WithStartTimestamp(_time).Start().Finish(_time.AddTicks(12345));

        Assert.AreEqual(_time, Single().StartTimestamp);
        Assert.AreEqual(_time.AddTicks(12345), Single().FinishTimestamp);
    }

    [TestMethod]
    public void SetOperationName_Later_IsTheName()
    {
        Tracer.BuildSpan("x").Start().SetOperationName("y").Finish();

        Assert.AreEqual("y", Single().OperationName);
    }

    [TestMethod]
    public void Extract_OfInjected_IsParentOfTheNextSpan()
    {
        var headers = new Dictionary<string, string>();
        var client = Tracer.BuildSpan("client").Start().SetBaggageItem("tenant", "a");
        Tracer.Inject(client.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        var read = Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));
        Tracer.BuildSpan("x").AsChildOf(read).Start().Finish();

        Assert.AreEqual(client.Context.SpanId, Single().ParentId);
        Assert.AreEqual(client.Context.TraceId, Single().TraceId);
        Assert.AreEqual("a", Single().GetBaggageItem("tenant"));
    }

    [TestMethod]
    public void Reset_BetweenSpans_ForgetsTheFinishedOnly()
    {
        Tracer.BuildSpan("before").Start().Finish();
        var open = Tracer.BuildSpan("open").Start();
        _recorder.Reset();
        open.Finish();

        Assert.AreEqual("open", Single().OperationName);
    }

    [TestMethod]
    public async Task StartActive_OverAwait_StaysTheParent()
    {
        using (Tracer.BuildSpan("parent").StartActive(finishSpanOnDispose: true))
        {
            await Task.Yield();
            Tracer.BuildSpan("child").Start().Finish();
        }

        var spans = _recorder.FinishedSpans();
        Assert.AreEqual(spans[1].SpanId, spans[0].ParentId);
    }

    private protected abstract IFinishedSpans Create();

    private ITracer Tracer => _recorder.Tracer;

    private FinishedSpan Single() => _recorder.FinishedSpans().Single();
}
