using System.Diagnostics;
using OpenTracing;
using OpenTracing.Util;
using Segue.TestKit;

namespace Segue.Shim.Tests;

/// <summary>Listeners and arguments that throw never reach the traced application.</summary>
[TestClass]
public class ResilienceTests
{
    private readonly OpenTracingShim _tracer = new();

    [TestInitialize]
    public void SetUp() => Activity.Current = null;

    [TestMethod]
    [DataRow("sample")]
    [DataRow("started")]
    [DataRow("stopped")]
    public void StartActiveAndDispose_ListenerThrows_CurrentIsRestoredAndItIsSaid(string where)
    {
        using var log = new SelfLog();
        using var other = new RecordedSpans(ActivitySamplingResult.AllDataAndRecorded, Some.Source.Name);
        using var listener = Throwing(where);
        using var native = Some.Source.StartActivity("native");

        _tracer.BuildSpan("a").StartActive().Dispose();
        _tracer.BuildSpan("b").IgnoreActiveSpan().StartActive().Dispose();
        var span = _tracer.BuildSpan("c").Start();
        span.Finish();

        Assert.AreSame(native, Activity.Current);
        SelfLog.Require();
        Assert.IsGreaterThan(0, log.Count("Failure"));
    }

    [TestMethod]
    public void Log_FieldsThatThrowHalfWay_KeepsWhatWasRead()
    {
        using var spans = new RecordedSpans();
        var span = _tracer.BuildSpan("a").Start();

        span.Log(Rude());
        span.Log(new Dictionary<string, object> { [LogFields.ErrorObject] = new RudeException() });
        span.Finish();

        var events = spans.Single("a").Events.ToList();
        Assert.AreEqual("read", events[0].Tags.Single().Value);
        Assert.AreEqual("(NotSupportedException)", events[1].Tags.ToDictionary()["exception.message"]);
    }

    [TestMethod]
    public void TryRegisterGlobal_OccupantWhoseToStringThrows_IsOccupied()
    {
        try
        {
            GlobalTracer.Register(new RudeTracer());

            Assert.AreEqual(RegistrationResult.Occupied, OpenTracingShim.TryRegisterGlobal(_tracer));
        }
        finally
        {
            ShimTestBase.ResetGlobalTracer();
        }
    }

    [TestMethod]
    public void WithTag_ErrorTextThenBool_LeavesNoSecondAttribute()
    {
        using var spans = new RecordedSpans();

        _tracer.BuildSpan("a").WithTag("error", "boom").WithTag("error", true).Start().SetTag("error", "x").SetTag("error", true).Finish();

        Assert.IsEmpty(spans.Single("a").TagObjects);
        Assert.AreEqual(ActivityStatusCode.Error, spans.Single("a").Status);
    }

    [TestMethod]
    public void Finish_ListenerThrows_LeavesNoStoppedActivityCurrent()
    {
        using var listener = Throwing("stopped");
        var scope = _tracer.BuildSpan("a").StartActive(false);

        scope.Span.Finish();

        Assert.IsNull(Activity.Current);
        scope.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, object>> Rude()
    {
        yield return new("k", "read");
        throw new NotSupportedException();
    }

    private static ActivityListener Throwing(string where)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OpenTracingShim.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => where == "sample" ? throw new NotSupportedException(where) : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Throw(where == "started"),
            ActivityStopped = _ => Throw(where == "stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Throw(bool really)
    {
        if (really) throw new NotSupportedException();
    }

    private sealed class RudeException : Exception
    {
#pragma warning disable CA1065 // a rude exception is the point
        public override string Message => throw new NotSupportedException();
    }

    private sealed class RudeTracer : ITracer
    {
        public IScopeManager ScopeManager => throw new NotSupportedException();

        public OpenTracing.ISpan ActiveSpan => throw new NotSupportedException();

        public ISpanBuilder BuildSpan(string operationName) => throw new NotSupportedException();

        public OpenTracing.ISpanContext Extract<TCarrier>(OpenTracing.Propagation.IFormat<TCarrier> format, TCarrier carrier) => throw new NotSupportedException();

        public void Inject<TCarrier>(OpenTracing.ISpanContext spanContext, OpenTracing.Propagation.IFormat<TCarrier> format, TCarrier carrier) => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
