using OpenTracing;
using OpenTracing.Mock;
using OpenTracing.Noop;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Util;

[TestClass]
public class GlobalTracerTests
{
    [TestInitialize]
    public void Initialize() => GlobalTracerReset.Reset();

    [TestCleanup]
    public void Cleanup() => GlobalTracerReset.Reset();

    [TestMethod]
    public void Type_Constructors_AreNotPublic()
    {
        var constructors = typeof(GlobalTracer).GetConstructors();

        Assert.IsEmpty(constructors);
    }

    [TestMethod]
    public void Instance_AfterRegistration_IsSameProxy()
    {
        var before = GlobalTracer.Instance;

        GlobalTracer.Register(new MockTracer());

        Assert.AreSame(before, GlobalTracer.Instance);
    }

    [TestMethod]
    public void Instance_NewProcess_DelegatesToNoopTracer()
    {
        var type = FreshAssembly.Load(typeof(GlobalTracer));

        var text = type.GetProperty(nameof(GlobalTracer.Instance)).GetValue(null).ToString();

        Assert.AreEqual("GlobalTracer{NoopTracer}", text);
    }

    [TestMethod]
    public void IsRegistered_NewProcess_ReturnsFalse()
    {
        var type = FreshAssembly.Load(typeof(GlobalTracer));

        var registered = type.GetMethod(nameof(GlobalTracer.IsRegistered)).Invoke(null, null);

        Assert.AreEqual(false, registered);
    }

    [TestMethod]
    public void IsRegistered_AfterRegister_ReturnsTrue()
    {
        GlobalTracer.Register(new MockTracer());

        var registered = GlobalTracer.IsRegistered();

        Assert.IsTrue(registered);
    }

    [TestMethod]
    public void IsRegistered_NoopTracerRegistered_ReturnsTrue()
    {
        GlobalTracer.Register(NoopTracerFactory.Create());

        var registered = GlobalTracer.IsRegistered();

        Assert.IsTrue(registered);
    }

    [TestMethod]
    public void IsRegistered_AfterRefusedRegistration_ReturnsFalse()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => GlobalTracer.Register(null));

        var registered = GlobalTracer.IsRegistered();

        Assert.IsFalse(registered);
    }

    [TestMethod]
    public void BuildSpan_ReferenceTakenBeforeRegistration_UsesRegisteredTracer()
    {
        var instance = GlobalTracer.Instance;
        var tracer = new MockTracer();
        GlobalTracer.Register(tracer);

        instance.BuildSpan("operation").Start().Finish();

        Assert.HasCount(1, tracer.FinishedSpans());
    }

    [TestMethod]
    [DataRow("get_ActiveSpan()")]
    [DataRow("get_ScopeManager()")]
    [DataRow("BuildSpan(String operation)")]
    [DataRow("Inject(ISpanContext null, IFormat`1 Builtin`1.TEXT_MAP, ITextMap null)")]
    [DataRow("Extract(IFormat`1 Builtin`1.TEXT_MAP, ITextMap null)")]
    public void Member_TracerRegistered_IsForwarded(string call)
    {
        GlobalTracer.Register(CallRecorder.Create<ITracer>(out var recorder));

        CallEveryMember(GlobalTracer.Instance);

        Assert.Contains(call, recorder.Calls);
    }

    [TestMethod]
    public void Member_TracerRegistered_ReturnsWhatItReturns()
    {
        var tracer = new MockTracer();
        GlobalTracer.Register(tracer);

        var scopeManager = GlobalTracer.Instance.ScopeManager;

        Assert.AreSame(tracer.ScopeManager, scopeManager);
    }

    [TestMethod]
    public void RegisterIfAbsent_Null_ThrowsArgumentNull()
    {
        static void Act() => GlobalTracer.RegisterIfAbsent(null);

        Assert.AreEqual("tracer", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    public void Register_Null_ThrowsArgumentNull()
    {
        static void Act() => GlobalTracer.Register(null);

        Assert.AreEqual("tracer", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    public void RegisterIfAbsent_GlobalTracer_ThrowsArgument()
    {
        static void Act() => GlobalTracer.RegisterIfAbsent(GlobalTracer.Instance);

        Assert.AreEqual("tracer", Assert.ThrowsExactly<ArgumentException>(Act).ParamName);
    }

    [TestMethod]
    public void Register_GlobalTracer_ThrowsArgument()
    {
        static void Act() => GlobalTracer.Register(GlobalTracer.Instance);

        Assert.AreEqual("tracer", Assert.ThrowsExactly<ArgumentException>(Act).ParamName);
    }

    [TestMethod]
    public void RegisterIfAbsent_FirstTracer_ReturnsTrue()
    {
        var result = GlobalTracer.RegisterIfAbsent(new MockTracer());

        Assert.IsTrue(result);
    }

    [TestMethod]
    public void RegisterIfAbsent_SameTracerAgain_ReturnsTrue()
    {
        var tracer = new MockTracer();
        GlobalTracer.Register(tracer);

        var result = GlobalTracer.RegisterIfAbsent(tracer);

        Assert.IsTrue(result);
    }

    [TestMethod]
    public void RegisterIfAbsent_OtherTracerRegistered_ReturnsFalse()
    {
        GlobalTracer.Register(new MockTracer());

        var result = GlobalTracer.RegisterIfAbsent(new MockTracer());

        Assert.IsFalse(result);
    }

    [TestMethod]
    public void RegisterIfAbsent_OtherTracerRegistered_KeepsTarget()
    {
        var tracer = new MockTracer();
        GlobalTracer.Register(tracer);

        GlobalTracer.RegisterIfAbsent(new MockTracer());

        Assert.AreSame(tracer.ScopeManager, GlobalTracer.Instance.ScopeManager);
    }

    [TestMethod]
    public void RegisterIfAbsent_EqualButNotSameTracer_ReturnsFalse()
    {
        GlobalTracer.Register(new EqualTracer());

        var result = GlobalTracer.RegisterIfAbsent(new EqualTracer());

        Assert.IsFalse(result);
    }

    [TestMethod]
    public void RegisterIfAbsent_NoopTracerRegistered_RefusesOtherTracer()
    {
        GlobalTracer.Register(NoopTracerFactory.Create());

        var result = GlobalTracer.RegisterIfAbsent(new MockTracer());

        Assert.IsFalse(result);
    }

    [TestMethod]
    public void RegisterIfAbsent_ManyThreads_OneWins()
    {
        var results = new bool[64];

        Parallel.For(0, results.Length, index => results[index] = GlobalTracer.RegisterIfAbsent(new MockTracer()));

        Assert.AreEqual(1, results.Count(won => won));
    }

    [TestMethod]
    public void Register_OtherTracerRegistered_ThrowsInvalidOperation()
    {
        GlobalTracer.Register(new MockTracer());

        static void Act() => GlobalTracer.Register(new MockTracer());

        Assert.ThrowsExactly<InvalidOperationException>(Act);
    }

    [TestMethod]
    public void Register_SameTracerAgain_KeepsTarget()
    {
        var tracer = new MockTracer();
        GlobalTracer.Register(tracer);

        GlobalTracer.Register(tracer);

        Assert.AreSame(tracer.ScopeManager, GlobalTracer.Instance.ScopeManager);
    }

    [TestMethod]
    public void ToString_NothingRegistered_NamesNoopTracer()
    {
        var text = GlobalTracer.Instance.ToString();

        Assert.AreEqual("GlobalTracer{NoopTracer}", text);
    }

    [TestMethod]
    public void ToString_TracerRegistered_ContainsItsText()
    {
        GlobalTracer.Register(new EqualTracer());

        var text = GlobalTracer.Instance.ToString();

        Assert.AreEqual("GlobalTracer{equal}", text);
    }

    private static void CallEveryMember(ITracer tracer)
    {
        _ = tracer.ActiveSpan;
        _ = tracer.ScopeManager;
        tracer.BuildSpan("operation");
        tracer.Inject(null, BuiltinFormats.TextMap, null);
        tracer.Extract(BuiltinFormats.TextMap, null);
    }

    private sealed class EqualTracer : MockTracer
    {
        public override bool Equals(object obj) => obj is EqualTracer;

        public override int GetHashCode() => 0;

        public override string ToString() => "equal";
    }
}
