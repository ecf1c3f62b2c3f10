using System.Diagnostics;
using Segue.Agent;
using Segue.Context;
using Segue.Processing;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Which spans of a chunk leave, and with which decision.</summary>
[TestClass]
public class ChunkFilterTests : SdkTestBase
{
    [TestMethod]
    [DataRow(ActivityTraceFlags.Recorded, null, true, 1)]
    [DataRow(ActivityTraceFlags.Recorded, null, false, 1)]
    [DataRow(ActivityTraceFlags.None, null, true, 0, DisplayName = "another's sampler keeps it to itself")]
    [DataRow(ActivityTraceFlags.None, "dd=s:0", true, 1)]
    [DataRow(ActivityTraceFlags.None, "dd=s:0", false, 0)]
    [DataRow(ActivityTraceFlags.None, "dd=s:-1", false, 0)]
    [DataRow(ActivityTraceFlags.None, "dd=s:-1", true, 1)]
    public void Take_FlagsAndPriority_DecideWhatLeaves(ActivityTraceFlags flags, string? state, bool sendRejected, int expected)
    {
        var span = FinishedSpans.Make(parent: Some.Context(traceState: state), change: made => made.ActivityTraceFlags = flags);
        var chunk = FinishedSpans.Chunk(span);

        new ChunkFilter(new AgentExitSettings { SendRejected = sendRejected }).Take(chunk, FinishedSpans.Identity);

        Assert.AreEqual(expected, chunk.Count);
        Assert.AreEqual(1 - expected, Counters["segue.spans.dropped/not_sampled"]);
    }

    [TestMethod]
    public void Take_SpanOfAKeptTraceWhoseFlagWasCleared_IsTakenOutAndCounted()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Server, Some.Context(traceState: "dd=s:2"))!;
        var filtered = FinishedSpans.Source.StartActivity("health check")!;
        filtered.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        filtered.Stop();
        root.Stop();
        var chunk = FinishedSpans.Chunk(filtered, root);

        new ChunkFilter(new AgentExitSettings()).Take(chunk, FinishedSpans.Identity);

        Assert.AreEqual(1, chunk.Count);
        Assert.AreSame(root, chunk[0]);
        Assert.AreEqual(1, Counters["segue.spans.dropped/filtered"]);
    }

    [TestMethod]
    [DataRow(SamplingPriority.UserKeep, false, 2, 2)]
    [DataRow(SamplingPriority.UserReject, true, 2, -1)]
    [DataRow(SamplingPriority.UserReject, false, 0, -1)]
    public void Take_DecisionTurnsAfterSpansEnded_BindsThemAll(SamplingPriority late, bool sendRejected, int leave, int priority)
    {
        var before = late > 0 ? "dd=s:0" : "dd=s:1";
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), late > 0 ? ActivityTraceFlags.None : ActivityTraceFlags.Recorded, before, isRemote: true);
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Server, parent)!;
        var child = FinishedSpans.Source.StartActivity("child")!;
        child.Stop();
        LocalTrace.Decide(root, late);
        root.Stop();
        var chunk = FinishedSpans.Chunk(child, root);

        var facts = new ChunkFilter(new AgentExitSettings { SendRejected = sendRejected }).Take(chunk, FinishedSpans.Identity);

        Assert.AreEqual(leave, chunk.Count);
        Assert.AreEqual(priority, (int)facts.Priority);
    }

    [TestMethod]
    [DataRow("""[{"name":"internal"}]""", "root child")]
    [DataRow("""[{"service":"sh?p","resource":"ch*"}]""", "child")]
    [DataRow("""[{"tags":{"tier":"gold"}}]""", "child")]
    [DataRow("""[{"tags":{"tier":"*"}}]""", "child", DisplayName = "the tag has to be there")]
    [DataRow("""[{"resource":"child","sample_rate":0},{"name":"*"}]""", "root", DisplayName = "the first that matches decides")]
    [DataRow("""[{"name":"*","max_per_second":1}]""", "child", DisplayName = "the limit")]
    [DataRow("""[{"name":"none"}]""", "")]
    public void Take_TraceIsDropped_SpanRulesKeepSpans(string rules, string expected)
    {
        var (root, child) = Dropped();
        var chunk = FinishedSpans.Chunk(child, root);

        var facts = new ChunkFilter(Settings(rules)).Take(chunk, FinishedSpans.Identity);

        var left = Enumerable.Range(0, chunk.Count).Select(i => chunk[i].DisplayName).Reverse();
        Assert.AreEqual(expected, string.Join(" ", left));
        Assert.AreEqual(chunk.Count, facts.KeptBy.Length);
    }

    [TestMethod]
    public void Take_TagOfARuleThrowsAsText_CostsNothing()
    {
        var span = FinishedSpans.Make(parent: Some.Context(traceState: "dd=s:0"), change: made =>
        {
            made.ActivityTraceFlags = ActivityTraceFlags.None;
            made.SetTag("tier", new Unreadable());
        });
        var chunk = FinishedSpans.Chunk(span);

        new ChunkFilter(Settings("""[{"tags":{"tier":"gold"}},{"name":"*"}]""")).Take(chunk, FinishedSpans.Identity);

        Assert.AreEqual(1, chunk.Count);
    }

    [TestMethod]
    public void Take_TraceIsKept_SpanRulesAreNotAsked()
    {
        var chunk = FinishedSpans.Chunk(FinishedSpans.Make(parent: Some.Context(traceState: "dd=s:1")));

        var facts = new ChunkFilter(Settings("""[{"name":"*"}]""")).Take(chunk, FinishedSpans.Identity);

        Assert.AreEqual(1, chunk.Count);
        Assert.IsTrue(facts.KeptBy.IsEmpty);
    }

    [TestMethod]
    public void Write_SpanKeptByRule_CarriesTheThreeMetrics()
    {
        var (root, child) = Dropped();
        var chunk = FinishedSpans.Chunk(child, root);
        var payload = new Payload();
        V04Encoder.Begin(payload);

        var facts = new ChunkFilter(Settings("""[{"resource":"child","sample_rate":1,"max_per_second":50}]""", sendRejected: true)).Take(chunk, FinishedSpans.Identity);
        new V04Encoder(FinishedSpans.Identity, new MappingSettings()).Write(payload.Buffer, chunk, 0, 2, facts, AgentFeatures.None);
        payload.Chunks = 1;
        V04Encoder.End(payload);

        var sent = PayloadReading.Read(payload.Buffer.Bytes.AsMemory(0, payload.Buffer.Position))[0];
        Assert.AreEqual("8 1 50", string.Join(" ", sent[0].Metrics["_dd.span_sampling.mechanism"], sent[0].Metrics["_dd.span_sampling.rule_rate"], sent[0].Metrics["_dd.span_sampling.max_per_second"]));
        Assert.IsEmpty(sent[1].Metrics.Keys.Where(key => key.StartsWith("_dd.span_sampling", StringComparison.Ordinal)));
        Assert.AreEqual(0, sent[1].Metrics["_sampling_priority_v1"]);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""[{"sample_rate":2}]""")]
    [DataRow("""[{"max_per_second":0}]""")]
    [DataRow("""[{"service":1}]""")]
    [DataRow("""[{"tags":{"a":1}}]""")]
    [DataRow("""[{"name":"a"},3]""")]
    [DataRow("no json")]
    public void TryRead_BadRules_AllAreVoid(string json)
    {
        Assert.IsFalse(SpanRuleReading.TryRead(json, TimeProvider.System, out var rules));
        Assert.IsEmpty(rules);
    }

    private static AgentExitSettings Settings(string rules, bool sendRejected = false)
    {
        Assert.IsTrue(SpanRuleReading.TryRead(rules, TimeProvider.System, out var read));
        return new AgentExitSettings { SendRejected = sendRejected, SpanRules = read };
    }

    private static (Activity Root, Activity Child) Dropped()
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        using var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Internal, Some.Context(ActivityTraceFlags.None, "dd=s:0"))!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        child.SetTag("tier", "gold");
        root.ActivityTraceFlags = child.ActivityTraceFlags = ActivityTraceFlags.None;
        return (root, child);
    }

    private sealed class Unreadable
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
