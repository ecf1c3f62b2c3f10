using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;
using OpenTracing.Util;

namespace Segue.Shim.Testing.Tests;

[TestClass]
public sealed class ShimRecorderTests
{
    [TestInitialize]
    public void SetUp() => Activity.Current = null;

    [TestMethod]
    public void FinishedSpans_SpanOfAnotherShim_IsNotRecorded()
    {
        using var recorder = new ShimRecorder();

        new OpenTracingShim().BuildSpan("other").Start().Finish();

        Assert.IsEmpty(recorder.FinishedSpans());
    }

    [TestMethod]
    public void FinishedSpans_RecordersInParallel_EachHasItsOwn() => Parallel.For(0, 16, number =>
    {
        using var recorder = new ShimRecorder();
        for (var i = 0; i < 50; i++)
        {
            using (recorder.Tracer.BuildSpan("outer " + number).StartActive()) recorder.Tracer.BuildSpan("inner " + number).Start().Finish();
        }

        Assert.HasCount(100, recorder.FinishedSpans());
        Assert.IsTrue(recorder.FinishedSpans().All(span => span.OperationName.EndsWith(" " + number, StringComparison.Ordinal)));
    });

    [TestMethod]
    public void FinishedSpans_OneRecorderFromManyThreads_HasAll()
    {
        using var recorder = new ShimRecorder();

        Parallel.For(0, 500, _ => recorder.Tracer.BuildSpan("x").Start().Finish());

        Assert.HasCount(500, recorder.FinishedSpans());
    }

    [TestMethod]
    public void FinishedSpans_ParentOfAnotherApi_IsTheParent()
    {
        using var recorder = new ShimRecorder();
        using var source = new ActivitySource("another");
        using var listener = new ActivityListener
        {
            ShouldListenTo = listened => ReferenceEquals(listened, source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var native = source.StartActivity("native")!;

        recorder.Tracer.BuildSpan("x").Start().Finish();

        Assert.AreEqual(native.SpanId.ToHexString(), recorder.FinishedSpans().Single().ParentId);
    }

    [TestMethod]
    public void FinishedSpans_DecidedAgainst_IsRecordedAllTheSame()
    {
        using var recorder = new ShimRecorder();

        recorder.Tracer.BuildSpan("x").WithTag("sampling.priority", 0).Start().Finish();

        Assert.AreEqual(0, recorder.FinishedSpans().Single().Tags["sampling.priority"]);
    }

    [TestMethod]
    public void FinishedSpans_WriteAfterFinish_DoesNotChangeWhatWasRead()
    {
        using var recorder = new ShimRecorder();
        var span = recorder.Tracer.BuildSpan("x").Start();
        span.Finish();

        span.SetTag("late", 1).SetBaggageItem("late", "1").SetOperationName("late").Finish();

        var finished = recorder.FinishedSpans().Single();
        Assert.AreEqual("x", finished.OperationName);
        Assert.IsEmpty(finished.Tags);
        Assert.IsNull(finished.GetBaggageItem("late"));
    }

    [TestMethod]
    public void FinishedSpans_CopyTakenBefore_DoesNotGrow()
    {
        using var recorder = new ShimRecorder();
        var before = recorder.FinishedSpans();

        recorder.Tracer.BuildSpan("x").Start().Finish();

        Assert.IsEmpty(before);
    }

    [TestMethod]
    public void FinishedSpans_BuilderStartedTwice_HasBoth()
    {
        using var recorder = new ShimRecorder();
        var builder = recorder.Tracer.BuildSpan("x");

        builder.Start().Finish();
        builder.StartActive().Dispose();

        Assert.HasCount(2, recorder.FinishedSpans());
    }

    [TestMethod]
    public void Dispose_Twice_KeepsWhatWasRecordedAndStops()
    {
        var recorder = new ShimRecorder();
        recorder.Tracer.BuildSpan("before").Start().Finish();
        var open = recorder.Tracer.BuildSpan("open").Start();

        recorder.Dispose();
        recorder.Dispose();
        open.Finish();
        using (recorder.Tracer.BuildSpan("after").StartActive()) recorder.Tracer.BuildSpan("child").Start().Finish();

        Assert.AreEqual("before", recorder.FinishedSpans().Single().OperationName);
    }

    [TestMethod]
    public void Constructor_Options_AreThoseOfTheShim()
    {
        using var recorder = new ShimRecorder(new ShimOptions { HttpHeaders = new BaggagePropagator(), LinkAllReferences = true });
        var headers = new Dictionary<string, string>();
        var parent = recorder.Tracer.BuildSpan("parent").Start().SetBaggageItem("k", "v");

        recorder.Tracer.Inject(parent.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        recorder.Tracer.BuildSpan("x").AsChildOf(parent).Start().Finish();

        CollectionAssert.AreEqual(new[] { "baggage" }, headers.Keys);
        Assert.AreEqual(new RecordedReference(parent.Context, "child_of"), recorder.FinishedSpans().Single().References.Single());
    }

    [TestMethod]
    public void Constructor_NullOptions_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => new ShimRecorder(null!));

    [TestMethod]
    public void Tracer_InPlaceAsGlobal_IsTakenForAShim()
    {
        using var recorder = new ShimRecorder();
        using var scope = new GlobalTracerScope(recorder.Tracer);

        Assert.AreEqual(RegistrationResult.AlreadyOurs, OpenTracingShim.TryRegisterGlobal());
        Assert.IsTrue(GlobalTracer.IsRegistered());
    }
}
