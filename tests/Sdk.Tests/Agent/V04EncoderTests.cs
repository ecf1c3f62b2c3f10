using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class V04EncoderTests : SdkTestBase
{
    [TestMethod]
    public void Write_Ids_LowHalfAndUpperHalfOfFirstSpan()
    {
        var activities = new List<Activity> { FinishedSpans.Make(parent: Some.Context()), FinishedSpans.Make(parent: Some.Context()) };

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, activities);

        Assert.AreEqual(0xa3ce929d0e0e4736, sent[0].TraceId);
        Assert.AreEqual(0x00f067aa0ba902b7UL, sent[0].ParentId);
        Assert.AreEqual(activities[1].SpanId.ToHexString(), sent[1].SpanId.ToString("x16"));
        Assert.AreEqual("4bf92f3577b34da6", sent[0].Meta["_dd.p.tid"]);
        Assert.DoesNotContain("_dd.p.tid", sent[1].Meta.Keys);
        Assert.AreEqual(Some.TraceIdHex, sent[1].Meta["otel.trace_id"]);
    }

    [TestMethod]
    public void Write_TraceIdOf64Bits_NoUpperHalf()
    {
        var parent = new ActivityContext(ActivityTraceId.CreateFromString("000000000000000000000000000000ff"), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        var sent = FinishedSpans.Sent(FinishedSpans.Make(parent: parent));

        Assert.AreEqual(255UL, sent.TraceId);
        Assert.DoesNotContain("_dd.p.tid", sent.Meta.Keys);
    }

    [TestMethod]
    public void Write_Root_HasNoParent() => Assert.IsNull(FinishedSpans.Sent(FinishedSpans.Make()).ParentId);

    [TestMethod]
    [DataRow(ActivityTraceFlags.Recorded, null, 1)]
    [DataRow(ActivityTraceFlags.None, null, 0)]
    [DataRow(ActivityTraceFlags.Recorded, "dd=s:2", 2)]
    [DataRow(ActivityTraceFlags.Recorded, "foo=1,dd=o:x;s:-1", -1)]
    [DataRow(ActivityTraceFlags.Recorded, "dd=s:high", 1)]
    public void Write_Priority_FromTraceStateElseFlags(ActivityTraceFlags flags, string? state, int expected)
    {
        var activity = FinishedSpans.Make(parent: Some.Context(traceState: state), change: span => span.ActivityTraceFlags = flags);

        Assert.AreEqual(expected, FinishedSpans.Sent(activity).Metrics["_sampling_priority_v1"]);
    }

    [TestMethod]
    public void Write_ChunkWithoutRoot_FirstSpanCarriesPriority()
    {
        var (_, child, grandchild) = Family();

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, grandchild, child);

        Assert.AreEqual(1, sent[0].Metrics["_sampling_priority_v1"]);
        Assert.DoesNotContain("_sampling_priority_v1", sent[1].Metrics.Keys);
    }

    [TestMethod]
    public void Write_ChunkWithRoot_OnlyRootCarriesPriorityAndProcess()
    {
        var (root, child, grandchild) = Family();

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, grandchild, child, root);

        CollectionAssert.AreEqual(new[] { false, false, true }, sent.Select(span => span.Metrics.ContainsKey("_sampling_priority_v1")).ToArray());
        CollectionAssert.AreEqual(new[] { false, false, true }, sent.Select(span => span.Metrics.ContainsKey("process_id")).ToArray());
        Assert.AreEqual(Environment.ProcessId, sent[2].Metrics["process_id"]);
    }

    [TestMethod]
    public void Write_TwoRootsOfOneTrace_EachSaysWhereItCameFrom()
    {
        var inner = FinishedSpans.Make(parent: Some.Context(traceState: "dd=s:1;p:1111111111111111"));
        var outer = FinishedSpans.Make(parent: Some.Context(traceState: "dd=s:1;p:2222222222222222"));

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, inner, outer);

        Assert.AreEqual("1111111111111111", sent[0].Meta["_dd.parent_id"]);
        Assert.AreEqual("2222222222222222", sent[1].Meta["_dd.parent_id"]);
    }

    [TestMethod]
    public void Write_Origin_OnEverySpan()
    {
        var (root, child, _) = Family(Some.Context(traceState: "dd=o:synthetics"));

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, child, root);

        Assert.IsTrue(sent.TrueForAll(span => span.Meta["_dd.origin"] == "synthetics"));
    }

    [TestMethod]
    public void Write_TopLevel_RootsAndSpansOfAnotherService()
    {
        var (root, child, grandchild) = Family(change: span => span.SetTag("service.name", "other"));

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, grandchild, child, root);

        CollectionAssert.AreEqual(new[] { true, false, true }, sent.Select(span => span.Metrics.ContainsKey("_dd.top_level")).ToArray());
        CollectionAssert.AreEqual(new[] { true, false, true }, sent.Select(span => span.Meta.ContainsKey("runtime-id")).ToArray());
    }

    [TestMethod]
    [DataRow("other", "other", false)]
    [DataRow("other", null, true)]
    [DataRow(null, "other", true)]
    [DataRow(null, null, false)]
    public void Write_ParentKnownByItsIdsAlone_TopLevelIfOfAnotherService(string? parent, string? own, bool isTopLevel)
    {
        var root = FinishedSpans.Make(change: span => span.SetTag("service.name", parent));
        var child = FinishedSpans.Make(parent: root.Context, change: span => span.SetTag("service.name", own));

        var sent = FinishedSpans.Sent(FinishedSpans.Identity, child, root);

        Assert.AreEqual(isTopLevel, sent[0].Metrics.ContainsKey("_dd.top_level"));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("other")]
    public void Write_ManyParentsKnownByTheirIdsAlone_NoSearchForEach(string? service)
    {
        void Name(Activity span) => span.SetTag("service.name", service);
        var root = FinishedSpans.Make(change: Name);
        var spans = Enumerable.Range(0, 40_000).Select(_ => FinishedSpans.Make(parent: root.Context, change: Name)).Append(root).ToList();

        var watch = Stopwatch.StartNew();
        FinishedSpans.Encode(FinishedSpans.Identity, spans);

        Assert.IsLessThan(TimeSpan.FromSeconds(5), watch.Elapsed);
    }

    [TestMethod]
    public void Write_EventsAndLinksComeWhileItIsRead_AsManyAsWereCounted()
    {
        Activity? late = null;
        var grows = new Growing(() => late?.AddEvent(new ActivityEvent("late")).AddLink(new ActivityLink(Some.Context())));
        var links = new[] { new ActivityLink(Some.Context(), new ActivityTagsCollection { ["grows"] = grows }), new ActivityLink(Some.Context()) };
        var activity = FinishedSpans.Make(links: links, change: span => span
            .AddEvent(new ActivityEvent("first", tags: new ActivityTagsCollection { ["grows"] = grows }))
            .AddEvent(new ActivityEvent("second")));
        late = activity;

        var payload = FinishedSpans.Encode(FinishedSpans.Identity, AgentFeatures.Read("""{"span_events":true}"""), new MappingSettings(), [activity]);

        Assert.IsGreaterThan(2, activity.Events.Count());
        Assert.IsGreaterThan(2, activity.Links.Count());
        var sent = PayloadReading.Read(payload)[0][0];
        Assert.AreEqual("2 2", sent.Events.Count + " " + sent.Links.Count);
    }

    [TestMethod]
    [DataRow(null, true)]
    [DataRow("SHOP", true, DisplayName = "the default one in another case")]
    [DataRow("other", false)]
    public void Write_Service_VersionOnDefaultAndBaseServiceOnOthers(string? service, bool isDefault)
    {
        var sent = FinishedSpans.SentWith("service.name", service);

        Assert.AreEqual(service ?? "shop", sent.Service);
        Assert.AreEqual(isDefault ? "1.2.3" : null, sent.Meta.GetValueOrDefault("version"));
        Assert.AreEqual(isDefault ? null : "shop", sent.Meta.GetValueOrDefault("_dd.base_service"));
    }

    [TestMethod]
    public void Write_EmptyIdentity_LeavesOut()
    {
        var sent = FinishedSpans.Sent(new ServiceIdentity { Service = "s" }, FinishedSpans.Make())[0];

        Assert.DoesNotContain("env", sent.Meta.Keys);
        Assert.DoesNotContain("version", sent.Meta.Keys);
        Assert.AreEqual("dotnet", sent.Meta["language"]);
    }

    [TestMethod]
    public void Write_NotAnError_HasNoErrorKey() => Assert.IsNull(FinishedSpans.Sent(FinishedSpans.Make()).Error);

    [TestMethod]
    [DataRow(ActivityStatusCode.Unset, null, null, "STATUS_CODE_UNSET")]
    [DataRow(ActivityStatusCode.Ok, null, null, "STATUS_CODE_OK")]
    [DataRow(ActivityStatusCode.Error, null, 1, "STATUS_CODE_ERROR")]
    [DataRow(ActivityStatusCode.Unset, "ERROR", 1, "STATUS_CODE_ERROR")]
    [DataRow(ActivityStatusCode.Ok, "ERROR", null, "STATUS_CODE_OK", DisplayName = "OK is final")]
    public void Write_Status_GivesErrorAndTag(ActivityStatusCode status, string? tag, int? error, string expected)
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.SetStatus(status).SetTag("otel.status_code", tag)));

        Assert.AreEqual(error, sent.Error);
        Assert.AreEqual(expected, sent.Meta["otel.status_code"]);
    }

    [TestMethod]
    public void Write_SpansOfSeveralTraces_OneChunkEach()
    {
        var payload = FinishedSpans.Encode(FinishedSpans.Identity, [FinishedSpans.Make("a")], [FinishedSpans.Make("b"), FinishedSpans.Make("c")]);

        CollectionAssert.AreEqual(new[] { "a", "b+c" }, PayloadReading.Read(payload).ConvertAll(chunk => string.Join("+", chunk.Select(span => span.Resource))));
    }

    private static (Activity Root, Activity Child, Activity Grandchild) Family(ActivityContext parent = default, Action<Activity>? change = null)
    {
        using var listening = new RecordedSpans(sources: FinishedSpans.SourceName);
        using var root = FinishedSpans.Source.StartActivity("root", ActivityKind.Internal, parent)!;
        using var child = FinishedSpans.Source.StartActivity("child")!;
        using var grandchild = FinishedSpans.Source.StartActivity("grandchild")!;
        change?.Invoke(grandchild);
        return (root, child, grandchild);
    }

    /// <summary>Does something whenever it is read as text.</summary>
    private sealed class Growing(Action grow)
    {
        public override string ToString()
        {
            grow();
            return "grown";
        }
    }
}
