using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

/// <summary>What becomes of tags, events and links on the wire.</summary>
[TestClass]
public class MetadataTests : SdkTestBase
{
    private static readonly string[] _two = ["a", "b"];

    public static IEnumerable<object?[]> Texts =>
    [
        ["text", "text"],
        ["", ""],
        [true, "true"],
        [false, "false"],
        ['c', "c"],
        [12.5m, "12.5"],
        [Guid.Empty, Guid.Empty.ToString()],
        [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "01/02/2026 03:04:05"],
        [new int[1, 2], "[0,0]"],
    ];

    public static IEnumerable<object[]> Numbers => [[1], [2L], [(short)3], [(byte)4], [(sbyte)-5], [(ushort)6], [7U], [8UL], [9.5f], [10.25d]];

    [TestMethod]
    [DynamicData(nameof(Texts))]
    public void Tag_Text_GoesToMeta(object value, string expected)
    {
        var sent = FinishedSpans.SentWith("k", value);

        Assert.AreEqual(expected, sent.Meta["k"]);
        Assert.DoesNotContain("k", sent.Metrics.Keys);
    }

    [TestMethod]
    [DynamicData(nameof(Numbers))]
    public void Tag_Number_GoesToMetrics(object value)
    {
        var sent = FinishedSpans.SentWith("k", value);

        Assert.AreEqual(Convert.ToDouble(value, CultureInfo.InvariantCulture), sent.Metrics["k"]);
        Assert.DoesNotContain("k", sent.Meta.Keys);
    }

    [TestMethod]
    [DataRow("http.status_code", 404)]
    [DataRow("http.status_code", "404")]
    [DataRow("http.response.status_code", 404)]
    [DataRow("http.response.status_code", "404")]
    public void Tag_HttpStatus_IsTextUnderOneName(string key, object value)
    {
        var sent = FinishedSpans.SentWith(key, value);

        Assert.AreEqual("404", sent.Meta["http.status_code"]);
        Assert.DoesNotContain("http.response.status_code", sent.Meta.Keys);
        Assert.IsEmpty(sent.Metrics.Keys.Where(metric => metric.StartsWith("http", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Tag_BothHttpStatusNames_StandOnce()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.SetTag("http.response.status_code", 200).SetTag("http.status_code", 404)));

        Assert.AreEqual("404", sent.Meta["http.status_code"]);
    }

    [TestMethod]
    public void Tag_Array_IsFlattened()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span
            .SetTag("s", _two)
            .SetTag("n", new[] { 1, 2 })
            .SetTag("b", new[] { true, false })
            .SetTag("mixed", new object?[] { "x", 2, null })
            .SetTag("nested", new object[] { new[] { 1, 2 } })
            .SetTag("empty", Array.Empty<int>())));

        Assert.AreEqual("b.0=true b.1=false mixed.0=x nested.0=[1,2] s.0=a s.1=b", Items(sent.Meta));
        Assert.AreEqual("mixed.1=2 n.0=1 n.1=2", Items(sent.Metrics));
        Assert.AreEqual("[]", sent.Meta["empty"]);
    }

    [TestMethod]
    [DataRow("operation.name")]
    [DataRow("service.name")]
    [DataRow("resource.name")]
    [DataRow("span.type")]
    [DataRow("analytics.event")]
    public void Tag_Reserved_IsNoMetadata(string key) => Assert.DoesNotContain(key, FinishedSpans.SentWith(key, "x").Meta.Keys);

    [TestMethod]
    [DataRow(true, 1.0)]
    [DataRow("t", 1.0)]
    [DataRow("1", 1.0)]
    [DataRow("False", 0.0)]
    [DataRow(0, 0.0)]
    [DataRow("perhaps", null)]
    public void Tag_AnalyticsEvent_BecomesRate(object value, double? expected) =>
        Assert.AreEqual(expected, FinishedSpans.SentWith("analytics.event", value).Metrics.TryGetValue("_dd1.sr.eausr", out var rate) ? rate : null);

    [TestMethod]
    [DataRow("env", "stage")]
    [DataRow("version", "9")]
    [DataRow("team", "web")]
    [DataRow("language", "jvm")]
    public void Tag_SameAsTheProcess_TheSpansOwnWins(string key, string value) => Assert.AreEqual(value, FinishedSpans.SentWith(key, value).Meta[key]);

    [TestMethod]
    public void ProcessTag_NameOfSomethingWrittenAnyway_StandsOnce()
    {
        var tags = new Dictionary<string, string> { ["env"] = "x", ["version"] = "x", ["language"] = "x", ["span.kind"] = "x", ["service.name"] = "x", ["team"] = "core" };

        var sent = FinishedSpans.Sent(new ServiceIdentity { Service = "s", Env = "prod", Version = "1", Tags = tags }, FinishedSpans.Make())[0];

        Assert.AreEqual("prod 1 dotnet internal core", string.Join(" ", sent.Meta["env"], sent.Meta["version"], sent.Meta["language"], sent.Meta["span.kind"], sent.Meta["team"]));
        Assert.DoesNotContain("service.name", sent.Meta.Keys);
    }

    [TestMethod]
    public void Always_KindAndLibrary_AreWritten()
    {
        var meta = FinishedSpans.Sent(FinishedSpans.Make(kind: ActivityKind.Consumer)).Meta;

        Assert.AreEqual("consumer Test.Sdk 2.0", string.Join(" ", meta["span.kind"], meta["otel.library.name"], meta["otel.library.version"]));
    }

    [TestMethod]
    public void Error_WithException_TakesTheLastOne()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span
            .AddException(new InvalidOperationException("first"))
            .AddException(new ArgumentException("second"))
            .SetStatus(ActivityStatusCode.Error, "description")));

        Assert.AreEqual("second", sent.Meta["error.msg"]);
        Assert.AreEqual("System.ArgumentException", sent.Meta["error.type"]);
        StringAssert.Contains(sent.Meta["error.stack"], "second");
    }

    [TestMethod]
    public void Error_WithoutException_MessageIsDescription()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.SetStatus(ActivityStatusCode.Error, "description")));

        Assert.AreEqual("description", sent.Meta["error.msg"]);
        Assert.DoesNotContain("error.type", sent.Meta.Keys);
    }

    [TestMethod]
    public void Error_TagsOfTheApplication_StandOnce()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.SetTag("error.msg", "own").AddException(new InvalidOperationException("other")).SetStatus(ActivityStatusCode.Error)));

        Assert.AreEqual("own", sent.Meta["error.msg"]);
    }

    [TestMethod]
    public void Exception_StatusNotError_IsAnEventOnly()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.AddException(new InvalidOperationException("handled"))));

        Assert.IsNull(sent.Error);
        Assert.DoesNotContain("error.msg", sent.Meta.Keys);
        StringAssert.Contains(sent.Meta["events"], "handled");
    }

    [TestMethod]
    public void Events_AllKinds_AreJson()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1);
        var attributes = new ActivityTagsCollection { ["s"] = "q\"\\\n\u0001é", ["b"] = true, ["i"] = -7, ["d"] = 1.5, ["nan"] = double.NaN, ["list"] = new[] { 1, 2 } };

        var json = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.AddEvent(new ActivityEvent("first", time, attributes)).AddEvent(new ActivityEvent("second", time)))).Meta["events"];

        using var events = JsonDocument.Parse(json);
        Assert.AreEqual(2, events.RootElement.GetArrayLength());
        var first = events.RootElement[0];
        Assert.AreEqual("first", first.GetProperty("name").GetString());
        Assert.AreEqual((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100, first.GetProperty("time_unix_nano").GetInt64());
        var read = first.GetProperty("attributes");
        Assert.AreEqual("q\"\\\n\u0001é", read.GetProperty("s").GetString());
        Assert.AreEqual("True -7 1.5 NaN [1,2]", $"{read.GetProperty("b").GetBoolean()} {read.GetProperty("i").GetInt32()} {read.GetProperty("d").GetDouble()} {read.GetProperty("nan").GetString()} {read.GetProperty("list").GetRawText()}");
        Assert.IsFalse(events.RootElement[1].TryGetProperty("attributes", out _));
    }

    [TestMethod]
    public void Events_LongerThanAValue_AreNotCut()
    {
        var sent = FinishedSpans.Sent(FinishedSpans.Make(change: span => span.AddEvent(new ActivityEvent(new string('e', 6_000)))));

        using var events = JsonDocument.Parse(sent.Meta["events"]);
        Assert.AreEqual(6_000, events.RootElement[0].GetProperty("name").GetString()!.Length);
    }

    [TestMethod]
    public void Links_EveryPart_IsWritten()
    {
        var attributes = new ActivityTagsCollection { ["n"] = 1, ["b"] = true, ["list"] = _two, ["none"] = null, ["maybe"] = new int?[] { 1, null, 3 } };
        var links = new[] { new ActivityLink(Some.Context(traceState: "foo=1"), attributes), new ActivityLink(Some.Context(ActivityTraceFlags.None)) };

        var sent = FinishedSpans.Sent(FinishedSpans.Make(links: links)).Links;

        Assert.AreEqual("4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7", $"{sent[0].TraceIdHigh:x16}{sent[0].TraceId:x16} {sent[0].SpanId:x16}");
        Assert.AreEqual("n=1 b=true list.0=a list.1=b maybe.0=1 maybe.2=3", string.Join(" ", sent[0].Attributes.Select(pair => pair.Key + "=" + pair.Value)));
        Assert.AreEqual("foo=1 80000001", $"{sent[0].TraceState} {sent[0].Flags:x}");
        Assert.AreEqual(" 80000000 0", $"{sent[1].TraceState} {sent[1].Flags:x} {sent[1].Attributes.Count}");
    }

    private static string Items<T>(Dictionary<string, T> pairs) =>
        string.Join(" ", pairs.Where(pair => pair.Key[^1] is '0' or '1' && pair.Key[^2] == '.').OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value));
}
