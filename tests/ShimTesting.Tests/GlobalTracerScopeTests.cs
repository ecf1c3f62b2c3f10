using System.Reflection;
using OpenTracing.Mock;
using OpenTracing.Util;

namespace Segue.Shim.Testing.Tests;

[TestClass]
public sealed class GlobalTracerScopeTests
{
    [TestMethod]
    public void Constructor_NothingRegistered_RegistersAndRestores()
    {
        using var recorder = new ShimRecorder();
        using (new GlobalTracerScope(recorder.Tracer))
        {
            Assert.IsTrue(GlobalTracer.IsRegistered());
            GlobalTracer.Instance.BuildSpan("x").Start().Finish();
        }

        Assert.IsFalse(GlobalTracer.IsRegistered());
        Assert.AreEqual("x", recorder.FinishedSpans().Single().OperationName);
        Assert.Contains("Noop", GlobalTracer.Instance.ToString()!);
    }

    [TestMethod]
    public void Dispose_AnotherWasRegistered_PutsItBackOnce()
    {
        var before = new MockTracer();
        using var recorder = new ShimRecorder();
        using var outer = new OutsideRegistration(before);
        var scope = new GlobalTracerScope(recorder.Tracer);

        scope.Dispose();
        scope.Dispose();

        GlobalTracer.Instance.BuildSpan("x").Start().Finish();
        Assert.IsTrue(GlobalTracer.IsRegistered());
        Assert.HasCount(1, before.FinishedSpans());
        Assert.IsEmpty(recorder.FinishedSpans());
    }

    [TestMethod]
    public void Constructor_AnotherScopeOpen_ThrowsAndChangesNothing()
    {
        var first = new MockTracer();
        using var scope = new GlobalTracerScope(first);

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => new GlobalTracerScope(new MockTracer()));

        Assert.Contains("in parallel", thrown.Message);
        GlobalTracer.Instance.BuildSpan("x").Start().Finish();
        Assert.HasCount(1, first.FinishedSpans());
    }

    [TestMethod]
    public void Constructor_NullOrGlobalTracer_Throws()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new GlobalTracerScope(null!));
        Assert.ThrowsExactly<ArgumentException>(() => new GlobalTracerScope(GlobalTracer.Instance));
    }

    [TestMethod]
    public void Require_FieldMissingOrOfOtherType_SaysWhatToDoInstead()
    {
        var field = typeof(GlobalTracer).GetField("s_isRegistered", BindingFlags.NonPublic | BindingFlags.Static);

        var missing = Assert.ThrowsExactly<InvalidOperationException>(() => GlobalTracerScope.Require(null, "_tracer", typeof(bool)));
        Assert.ThrowsExactly<InvalidOperationException>(() => GlobalTracerScope.Require(field, "s_isRegistered", typeof(string)));

        Assert.Contains("has no field GlobalTracer._tracer of type Boolean", missing.Message);
        Assert.Contains("RegisterIfAbsent", missing.Message);
    }

    private sealed class OutsideRegistration : IDisposable
    {
        internal OutsideRegistration(MockTracer tracer) => GlobalTracer.Register(tracer);

        public void Dispose()
        {
            const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
            typeof(GlobalTracer).GetField("_tracer", Hidden)!.SetValue(GlobalTracer.Instance, OpenTracing.Noop.NoopTracerFactory.Create());
            typeof(GlobalTracer).GetField("s_isRegistered", Hidden)!.SetValue(null, false);
        }
    }
}
