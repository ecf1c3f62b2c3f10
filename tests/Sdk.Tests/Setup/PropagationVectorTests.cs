using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenTelemetry.Trace;
using OpenTracing.Propagation;
using Segue.Core.Tests.Propagation.Vectors;
using Segue.Propagation;
using Segue.Sdk.Tests.Support;
using Segue.Shim;

namespace Segue.Sdk.Tests.Setup;

/// <summary>The rows of propagation-vectors.tsv that need a sampler's decision, a new root or a tag between extraction and injection.</summary>
[TestClass]
public partial class PropagationVectorTests : SdkTestBase
{
    public static IEnumerable<object[]> WithProvider => Names(VectorKind.Provider);

    public static IEnumerable<object[]> WithRate => Names(VectorKind.Sampling);

    [TestMethod]
    [DynamicData(nameof(WithProvider))]
    public void Row_Provider_AsMeasured(string name)
    {
        // Rows with two traces are conflicts, which are said once in a process.
        Expect("Misuse");
        var row = VectorTable.Row(name);
        if (row.Option.Contains("BEHAVIOR_EXTRACT=", StringComparison.Ordinal)) Variables["DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT"] = row.Option.Split('=')[1];
        var written = RoundTrip(row, span =>
        {
            if (row.Option.Contains("manual.keep", StringComparison.Ordinal)) span.SetTag("manual.keep", "true");
            if (row.Option.Contains("manual.drop", StringComparison.Ordinal)) span.SetTag("manual.drop", "true");
        });

        var expected = JsonNode.Parse(VectorDifferences.All.TryGetValue(name, out var difference) ? difference.Answer : row.Expected)!["headers"]!.AsObject();
        var isNew = row.Expected.Contains("<new", StringComparison.Ordinal);
        Assert.AreEqual(
            string.Join("\n", expected.Select(header => header.Key + ": " + Shape(header.Key, (string)header.Value!, isNew)).Order(StringComparer.Ordinal)),
            string.Join("\n", written.Select(header => header.Key + ": " + Shape(header.Key, header.Value, isNew)).Order(StringComparer.Ordinal)));
    }

    /// <summary>Answered without the member <c>ot=rv:…;th:…</c>: see <see cref="VectorDifferences.NoOtMember"/>.</summary>
    [TestMethod]
    [DynamicData(nameof(WithRate))]
    public void Row_SampleRate_AsMeasuredButForTheOtMember(string name)
    {
        var row = VectorTable.Row(name);
        Variables["DD_TRACE_SAMPLE_RATE"] = row.Style.Split('=')[1];
        Variables["DD_TRACE_RATE_LIMIT"] = "-1";
        var expected = JsonNode.Parse(row.Expected)!;

        var written = RoundTrip(row, _ => { });

        Assert.AreEqual((string?)expected["x-datadog-sampling-priority"], written["x-datadog-sampling-priority"]);
        Assert.AreEqual(Sorted((string)expected["x-datadog-tags"]!), Sorted(written["x-datadog-tags"]));
        Assert.AreEqual((string?)expected["traceparent_flags"], written["traceparent"][^2..]);
        Assert.IsFalse(written["tracestate"].Contains("ot=", StringComparison.Ordinal), "The member is there now: compare it. " + VectorDifferences.NoOtMember);
    }

    private static IEnumerable<object[]> Names(VectorKind kind) => VectorTable.Rows.Where(row => row.Kind == kind).Select(row => new object[] { row.Name });

    private static Dictionary<string, string> RoundTrip(VectorRow row, Action<OpenTracing.ISpan> between)
    {
        var received = JsonNode.Parse(row.Input)!.AsArray().ToDictionary(header => (string)header![0]!, header => (string)header![1]!);
        var options = new SegueOptions();
        foreach (var style in new[] { PropagationStyle.Datadog, PropagationStyle.TraceContext, PropagationStyle.Baggage })
        {
            options.Extract.Add(style);
            options.Inject.Add(style);
        }

        var composite = EnvironmentOptions.Resolve(options).Propagation.Create();
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue().UseSegueSampler().Build();
        var shim = new OpenTracingShim(new ShimOptions { TextMap = composite, HttpHeaders = composite });
        var written = new Dictionary<string, string>();
        var span = shim.BuildSpan("server").AsChildOf(shim.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(received))).Start();
        between(span);
        shim.Inject(span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(written));
        span.Finish();
        var id = span.Context.SpanId;
        var parent = Convert.ToUInt64(id, 16).ToString(CultureInfo.InvariantCulture);
        return written.ToDictionary(header => header.Key, header => header.Key == "x-datadog-parent-id" && header.Value == parent ? "12648430" : header.Value.Replace(id, "0000000000c0ffee", StringComparison.Ordinal));
    }

    private static string Shape(string name, string value, bool isNew)
    {
        if (name == "x-datadog-tags") value = Sorted(value);
        if (!isNew) return value;
        value = Placeholder().Replace(value, "*");
        return name switch
        {
            "x-datadog-trace-id" => "*",
            "x-datadog-tags" => NewHalf().Replace(value, "_dd.p.tid=*"),
            "traceparent" => NewTrace().Replace(value, "00-*-"),
            _ => value,
        };
    }

    private static string Sorted(string tags) => string.Join(',', tags.Split(',').Order(StringComparer.Ordinal));

    [GeneratedRegex("<new[^>]*>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("_dd.p.tid=[0-9a-f]{16}")]
    private static partial Regex NewHalf();

    [GeneratedRegex("^00-[0-9a-f]{32}-")]
    private static partial Regex NewTrace();
}
