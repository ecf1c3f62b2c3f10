using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;

namespace Segue.TestKit;

/// <summary>What every propagator of the formats without vendor state holds to, whatever it is given.</summary>
public abstract partial class PrefixPropagatorContract : GarbageContract
{
    private const string Trace128 = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Trace64 = "0000000000000000a3ce929d0e0e4736";

    private SelfLog _log = null!;

    protected abstract TextMapPropagator Propagator { get; }

    protected override TextMapPropagator Tested => Propagator;

    protected override IReadOnlyList<string> Prefixes => BaggagePrefix is { } prefix ? [prefix] : [];

    /// <summary>Prefix of baggage headers; null for a format without baggage.</summary>
    protected virtual string? BaggagePrefix => null;

    /// <summary>Whether trace ids of 128 bit arrive whole.</summary>
    protected virtual bool Keeps128 => true;

    /// <summary>The priority that 2 comes back as.</summary>
    protected virtual SamplingPriority UserKeepReadBack => SamplingPriority.AutoKeep;

    [TestInitialize]
    public void StartLog() => _log = new SelfLog();

    [TestCleanup]
    public void EndLog()
    {
        Assert.AreEqual(0, _log.Count("Failure"), string.Join("\n", _log.Written));
        _log.Dispose();
    }

    [TestMethod]
    [DataRow(Trace128, -1)]
    [DataRow(Trace128, 0)]
    [DataRow(Trace128, 1)]
    [DataRow(Trace128, 2)]
    [DataRow(Trace64, 0)]
    [DataRow(Trace64, 1)]
    [DataRow(Trace64, 2)]
    public void RoundTrip_IdsAndDecision_ComeBack(string traceId, int priority)
    {
        var sent = Context(traceId, (SamplingPriority)priority);

        var read = Extract(Injected(sent)).ActivityContext;

        Assert.AreEqual(Keeps128 ? traceId : Trace64, read.TraceId.ToHexString());
        Assert.AreEqual(sent.SpanId, read.SpanId);
        Assert.IsTrue(read.IsRemote);
        Assert.AreEqual(priority > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, read.TraceFlags);
        Assert.IsTrue(VendorState.TryGetPriority(read.TraceState, out var decision));
        Assert.AreEqual(priority switch { 2 => UserKeepReadBack, 1 => SamplingPriority.AutoKeep, _ => SamplingPriority.AutoReject }, decision);
    }

    [TestMethod]
    [DataRow(ActivityTraceFlags.Recorded, SamplingPriority.AutoKeep)]
    [DataRow(ActivityTraceFlags.None, SamplingPriority.AutoReject)]
    public void RoundTrip_NoPriority_IsTheFlag(ActivityTraceFlags flags, SamplingPriority expected)
    {
        var read = Extract(Injected(Some.Context(flags))).ActivityContext;

        Assert.IsTrue(VendorState.TryGetPriority(read.TraceState, out var decision));
        Assert.AreEqual(expected, decision);
    }

    [TestMethod]
    public void Inject_DecisionChangedSince_WritesTheNewOne()
    {
        var sent = Context(ActivityTraceId.CreateRandom().ToHexString(), SamplingPriority.AutoReject);
        LocalTrace.Decide(sent, SamplingPriority.UserKeep);

        Assert.AreEqual(ActivityTraceFlags.Recorded, Extract(Injected(sent)).ActivityContext.TraceFlags);
    }

    [TestMethod]
    public void Inject_TwiceIntoOneCarrier_LeavesOneValuePerName()
    {
        var carrier = Injected(Context(Trace128, SamplingPriority.AutoReject));
        var names = carrier.Entries.Count;

        Propagator.Inject(new PropagationContext(Some.Context(), default), carrier, PrefixCarrier.Set);

        Assert.AreEqual(names, carrier.Entries.Count);
        Assert.AreEqual(ActivityTraceFlags.Recorded, Extract(carrier).ActivityContext.TraceFlags);
    }

    [TestMethod]
    public void Inject_NoIdentity_WritesNoIds()
    {
        var noTrace = ActivityTraceId.CreateFromBytes(new byte[16]);
        var zeros = new ActivityContext(noTrace, ActivitySpanId.CreateFromBytes(new byte[8]), ActivityTraceFlags.Recorded);

        Assert.AreEqual(0, Injected(default).Entries.Count);
        Assert.AreEqual(0, Injected(zeros).Entries.Count);
    }

    [TestMethod]
    public void Inject_Anything_IsNamedByFieldsOrPrefix()
    {
        var carrier = Injected(Context(Trace128, SamplingPriority.UserKeep), Baggage.Create(new() { ["k"] = "v" }));

        foreach (var entry in carrier)
        {
            var prefixed = BaggagePrefix is { } prefix && entry.Key.StartsWith(prefix, StringComparison.Ordinal);
            Assert.IsTrue(prefixed || Propagator.Fields!.Contains(entry.Key), entry.Key);
        }
    }

    [TestMethod]
    public void Extract_NamesInAnotherCase_AreRead()
    {
        var carrier = new PrefixCarrier();
        foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key.ToUpperInvariant(), entry.Value.ToUpperInvariant());

        Assert.AreEqual(Some.SpanIdHex, Extract(carrier).ActivityContext.SpanId.ToHexString());
    }

    [TestMethod]
    public void Extract_KnownContext_IsKept()
    {
        var known = new PropagationContext(Context("11111111111111111111111111111111", SamplingPriority.AutoReject), Baggage.Create(new() { ["a"] = "b" }));

        var read = Propagator.Extract(known, Injected(Some.Context()), PrefixCarrier.Get);

        Assert.AreEqual(known.ActivityContext, read.ActivityContext);
        Assert.AreEqual("b", read.Baggage.GetBaggage("a"));
    }

    [TestMethod]
    public void Extract_NothingThere_IsTheContextGiven()
    {
        var given = new PropagationContext(default, Baggage.Create(new() { ["a"] = "b" }));

        Assert.AreEqual(given, Propagator.Extract(given, new PrefixCarrier(), PrefixCarrier.Get));
    }

    [TestMethod]
    public void RoundTrip_Baggage_ComesBackWhereTheFormatHasIt()
    {
        var baggage = Baggage.Create(new() { ["user"] = "alice", ["a.b_c-d"] = "1,2=3;4 5%" });

        var read = Extract(Injected(Some.Context(), baggage)).Baggage;

        Assert.AreEqual(BaggagePrefix is null ? 0 : 2, read.Count);
        if (BaggagePrefix is null) return;
        Assert.AreEqual("alice", read.GetBaggage("user"));
        Assert.AreEqual("1,2=3;4 5%", read.GetBaggage("a.b_c-d"));
    }

    [TestMethod]
    public void Inject_UnsafeBaggage_WritesOnlyWhatAHeaderMayHold()
    {
        var baggage = Baggage.Create(new() { ["a b"] = "v", ["a:b"] = "v", ["é"] = "v", ["a\r\nX: y"] = "v", ["ok"] = "a\r\nX: y", ["lone"] = "\ud800" });

        foreach (var entry in Injected(Some.Context(), baggage))
        {
            Assert.IsTrue(entry.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), entry.Key);
            Assert.IsTrue(entry.Value.All(c => c is >= ' ' and <= '~'), entry.Value);
        }
    }

    [TestMethod]
    public void InjectAndExtract_BaggageWithoutEnd_IsCutAtTheLimits()
    {
        if (BaggagePrefix is null) return;
        var many = new Dictionary<string, string>();
        var sent = new PrefixCarrier();
        for (var i = 0; i < 100; i++)
        {
            many["k" + i] = "v";
            sent.Add(BaggagePrefix + "k" + i, "v");
        }

        foreach (var entry in Injected(Some.Context())) sent.Add(entry.Key, entry.Value);
        var written = Injected(Some.Context(), Baggage.Create(many)).Count(entry => entry.Key.StartsWith(BaggagePrefix, StringComparison.Ordinal));

        Assert.AreEqual(64, written);
        Assert.AreEqual(64, Extract(sent).Baggage.Count);
    }

    [TestMethod]
    public void Extract_CarrierThatCannotBeListed_StillReadsTheIds()
    {
        var carrier = Injected(Some.Context(), Baggage.Create(new() { ["k"] = "v" }));

        var read = Propagator.Extract(default, new Func<PrefixCarrier>(() => carrier), (source, name) => PrefixCarrier.Get(source(), name));

        Assert.AreEqual(Some.SpanIdHex, read.ActivityContext.SpanId.ToHexString());
        Assert.AreEqual(0, read.Baggage.Count);
    }

    private static ActivityContext Context(string traceId, SamplingPriority priority) => new(
        ActivityTraceId.CreateFromString(traceId),
        ActivitySpanId.CreateFromString(Some.SpanIdHex),
        priority > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
        VendorState.WithPriority(null, priority));

    private PrefixCarrier Injected(ActivityContext context, Baggage baggage = default)
    {
        var carrier = new PrefixCarrier();
        Propagator.Inject(new PropagationContext(context, baggage), carrier, PrefixCarrier.Set);
        return carrier;
    }

    private PropagationContext Extract(PrefixCarrier carrier) => Propagator.Extract(default, carrier, PrefixCarrier.Get);
}
