using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Context;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Sampling;

/// <summary>Decisions that somebody made before: the caller, the parent, or the tags that a span starts with.</summary>
[TestClass]
public class InheritedDecisionTests : SdkTestBase
{
    // Drops whatever it may decide about itself, so that what is kept was decided by others.
    private static readonly SegueSampler _dropping = new(sampleRate: 0, recordRejected: true);
    private static readonly SegueSampler _keeping = new(sampleRate: 1, rateLimit: -1, recordRejected: true);

    [TestMethod]
    [DataRow(1, "dd=s:2;o:rum", "RecordAndSample dd=s:2;o:rum")]
    [DataRow(1, "dd=s:1", "RecordAndSample dd=s:1")]
    [DataRow(0, "dd=s:0", "RecordOnly dd=s:0")]
    [DataRow(0, "foo=1,dd=s:-1;t.dm:-4", "RecordOnly foo=1,dd=s:-1;t.dm:-4")]
    [DataRow(1, "dd=s:5", "RecordAndSample dd=s:5", DisplayName = "not range-checked")]
    [DataRow(1, "dd=s:0;o:rum", "RecordAndSample dd=s:1;t.dm:-0;o:rum", DisplayName = "the flag keeps what the priority drops")]
    [DataRow(1, "foo=1,dd=s:-1;t.dm:-4;p:00f067aa0ba902b7", "RecordAndSample dd=s:1;t.dm:-0;p:00f067aa0ba902b7,foo=1", DisplayName = "the flag keeps what was dropped by hand")]
    [DataRow(0, "dd=s:2;t.dm:-4;o:rum,foo=1", "RecordOnly dd=s:0;o:rum,foo=1", DisplayName = "the flag drops what the priority keeps")]
    [DataRow(0, "dd=s:5", "RecordOnly dd=s:0", DisplayName = "the flag drops what an unknown priority keeps")]
    [DataRow(1, null, "RecordAndSample", DisplayName = "W3C alone, sampled")]
    [DataRow(0, null, "RecordOnly dd=s:0", DisplayName = "W3C alone, not sampled")]
    [DataRow(1, "foo=1", "RecordAndSample", DisplayName = "another vendor's state, sampled")]
    [DataRow(0, "foo=1", "RecordOnly dd=s:0,foo=1", DisplayName = "another vendor's state, not sampled")]
    [DataRow(1, "dd=p:00f067aa0ba902b7;t.a:1", "RecordAndSample", DisplayName = "a caller's span and no priority beside a W3C flag, sampled")]
    [DataRow(0, "dd=p:00f067aa0ba902b7", "RecordOnly dd=s:0;p:00f067aa0ba902b7", DisplayName = "a caller's span and no priority beside a W3C flag, not sampled")]
    public void ShouldSample_RemoteParentDecided_IsFollowed(int flags, string? traceState, string expected)
    {
        var parent = Some.Context((ActivityTraceFlags)flags, traceState);

        foreach (var sampler in new[] { _dropping, _keeping }) Assert.AreEqual(expected, SegueSamplerTests.Text(sampler.ShouldSample(Child(parent))));
    }

    [TestMethod]
    [DataRow("dd=p:00f067aa0ba902b7;u:1")]
    [DataRow("dd=o:rum")]
    [DataRow("dd=s:many;o:rum", DisplayName = "a priority that is none")]
    public void ShouldSample_RemoteParentUndecided_OwnRulesDecide(string traceState)
    {
        var parent = Some.Context(ActivityTraceFlags.Recorded, traceState);

        var dropped = _dropping.ShouldSample(Child(parent));
        var kept = _keeping.ShouldSample(Child(parent));

        Assert.AreEqual("RecordOnly -1", dropped.Decision + " " + VendorState.Get(dropped.TraceStateString, "s"));
        Assert.AreEqual("RecordAndSample 2 -3", string.Join(" ", kept.Decision, VendorState.Get(kept.TraceStateString, "s"), VendorState.Get(kept.TraceStateString, "t.dm")));
        Assert.AreEqual(VendorState.Get(traceState, "o"), VendorState.Get(kept.TraceStateString, "o"));
    }

    [TestMethod]
    public void ShouldSample_RemoteParentUndecidedButRefused_IsFollowed() =>
        Assert.AreEqual("RecordOnly dd=s:0;o:rum", SegueSamplerTests.Text(_keeping.ShouldSample(Child(Some.Context(ActivityTraceFlags.None, "dd=o:rum")))));

    [TestMethod]
    [DataRow(1, "RecordAndSample")]
    [DataRow(0, "RecordOnly")]
    public void ShouldSample_LocalParent_IsFollowedAndSaysNothing(int flags, string expected)
    {
        var parent = Some.Context((ActivityTraceFlags)flags, "dd=s:1;t.dm:-0", isRemote: false);

        foreach (var sampler in new[] { _dropping, _keeping }) Assert.AreEqual(expected, SegueSamplerTests.Text(sampler.ShouldSample(Child(parent))));
    }

    [TestMethod]
    public void ShouldSample_RejectedAndNotRecorded_Drops()
    {
        var sampler = new SegueSampler(sampleRate: 0);

        Assert.AreEqual(SamplingDecision.Drop, sampler.ShouldSample(SegueSamplerTests.Root()).Decision);
        Assert.AreEqual(SamplingDecision.Drop, sampler.ShouldSample(Child(Some.Context(ActivityTraceFlags.None))).Decision);
        Assert.AreEqual(SamplingDecision.Drop, sampler.ShouldSample(Child(Some.Context(ActivityTraceFlags.None, isRemote: false))).Decision);
    }

    [TestMethod]
    [DataRow("manual.keep", true, "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("manual.keep", "true", "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("manual.keep", "1", "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("manual.drop", "TRUE", "RecordOnly dd=s:-1")]
    [DataRow("manual.drop", 1, "RecordOnly dd=s:-1")]
    [DataRow("sampling.priority", 2, "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("sampling.priority", 1L, "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("sampling.priority", SamplingPriority.UserKeep, "RecordAndSample dd=s:2;t.dm:-4")]
    [DataRow("sampling.priority", "0", "RecordOnly dd=s:-1")]
    [DataRow("sampling.priority", -1.0, "RecordOnly dd=s:-1")]
    public void ShouldSample_TagDecides_WinsOverRules(string key, object value, string expected)
    {
        foreach (var sampler in new[] { _dropping, _keeping }) Assert.AreEqual(expected, SegueSamplerTests.Text(sampler.ShouldSample(SegueSamplerTests.Root(tags: [new("other", 1), new(key, value)]))));
    }

    [TestMethod]
    [DataRow("manual.keep", false)]
    [DataRow("manual.keep", "perhaps")]
    [DataRow("manual.drop", null)]
    [DataRow("sampling.priority", "high")]
    [DataRow("sampling.prioritx", 2)]
    public void ShouldSample_TagDecidesNothing_RulesDecide(string key, object? value) =>
        Assert.AreEqual("RecordOnly dd=s:-1;t.ksr:0 _dd.rule_psr=0", SegueSamplerTests.Text(_dropping.ShouldSample(SegueSamplerTests.Root(tags: [new(key, value)]))));

    [TestMethod]
    public void ShouldSample_TagBelowRemoteParent_WinsAndKeepsTheRest() =>
        Assert.AreEqual(
            "RecordAndSample dd=s:2;t.dm:-4;o:rum,foo=1",
            SegueSamplerTests.Text(_dropping.ShouldSample(Child(Some.Context(ActivityTraceFlags.None, "dd=s:0;o:rum,foo=1"), new KeyValuePair<string, object?>("manual.keep", true)))));

    [TestMethod]
    public void ShouldSample_TagBelowLocalParent_ChangesTheWholeTrace()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSource(FinishedSpans.SourceName).SetSampler(_dropping).Build();
        using var root = FinishedSpans.Source.StartActivity("root")!;
        Assert.IsFalse(root.Recorded);

        using var child = FinishedSpans.Source.StartActivity("child", ActivityKind.Internal, default(ActivityContext), [new("manual.keep", true)])!;
        using var grandchild = FinishedSpans.Source.StartActivity("grandchild")!;

        Assert.AreEqual("True True True", string.Join(" ", root.Recorded, child.Recorded, grandchild.Recorded));
        Assert.AreEqual("2 2 2", string.Join(" ", new[] { root, child, grandchild }.Select(span => VendorState.Get(span.TraceStateString, "s"))));
    }

    [TestMethod]
    public void ShouldSample_ParentTakenBeforeTheDecisionChanged_FollowsTheChange()
    {
        var before = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, "dd=s:0", isRemote: false);

        LocalTrace.Decide(before, SamplingPriority.UserKeep);

        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-4", SegueSamplerTests.Text(_dropping.ShouldSample(Child(before))));
    }

    [TestMethod]
    public void ShouldSample_RemoteParentContradictsItselfAndTheDecisionChanged_FollowsTheChange()
    {
        var before = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, "dd=s:2;t.dm:-3", isRemote: true);

        LocalTrace.Decide(before, SamplingPriority.UserKeep);

        Assert.AreEqual("RecordAndSample dd=s:2;t.dm:-3", SegueSamplerTests.Text(_dropping.ShouldSample(Child(before))));
    }

    [TestMethod]
    public void ShouldSample_Child_AllocatesNothing()
    {
        var kept = Child(Some.Context(isRemote: false, traceState: "dd=s:1;t.dm:-0"));
        var rejected = Child(Some.Context(ActivityTraceFlags.None, isRemote: false));
        var tagged = Child(Some.Context(isRemote: false), new("component", "net"), new("manual.keeq", true));
        for (var i = 0; i < 100; i++) Sample(kept, rejected, tagged);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Sample(kept, rejected, tagged);

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Sample(in SamplingParameters kept, in SamplingParameters rejected, in SamplingParameters tagged)
    {
        _keeping.ShouldSample(kept);
        _keeping.ShouldSample(rejected);
        _keeping.ShouldSample(tagged);
    }

    private static SamplingParameters Child(ActivityContext parent, params KeyValuePair<string, object?>[] tags) =>
        new(parent, parent.TraceId, "child", ActivityKind.Internal, tags.Length > 0 ? tags! : null, null);
}
