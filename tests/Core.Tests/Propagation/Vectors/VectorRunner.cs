using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Puts a row of the table to propagators and writes the answer as the table does.</summary>
internal static class VectorRunner
{
    /// <summary>The propagators by the table's names of styles.</summary>
    internal static IReadOnlyDictionary<string, TextMapPropagator> Propagators { get; } = new Dictionary<string, TextMapPropagator>
    {
        ["tracecontext"] = new SegueTraceContextPropagator(),
        ["datadog"] = new DatadogPropagator(),
        ["baggage"] = new Segue.Propagation.BaggagePropagator(),
        ["b3"] = new Segue.Propagation.B3Propagator(),
        ["b3 single header"] = new Segue.Propagation.B3Propagator(),
        ["b3multi"] = new B3MultiPropagator(),
    };

    /// <summary>Whether one propagator that is here answers the row alone.</summary>
    internal static bool IsAnswerable(VectorRow row) => row.Kind == VectorKind.SingleStyle && row.Extract.Concat(row.Inject).All(Propagators.ContainsKey);

    /// <summary>The answer of the propagators that the row names, which has one style in each direction at most.</summary>
    internal static JsonObject Answer(VectorRow row, Counters counters) =>
        Answer(row, row.Extract.Length == 0 ? null : Propagators[row.Extract[0]], row.Inject.Length == 0 ? null : Propagators[row.Inject[0]], counters);

    /// <summary>The answer of the propagators given: what is extracted, or what a child of it with span id c0ffee, or the row's own context, injects.</summary>
    internal static JsonObject Answer(VectorRow row, TextMapPropagator? extractor, TextMapPropagator? injector, Counters counters)
    {
        if (row.Direction == "inject") return Injected(injector!, VectorText.Context(VectorText.Json(row.Input)), counters);
        var read = extractor!.Extract(default, JsonNode.Parse(row.Input)!.AsArray(), static (headers, name) => Values(headers, name));
        if (row.Direction == "extract") return VectorText.Describe(read, row.Extract[0] == "tracecontext");

        var context = read.ActivityContext;
        var child = new ActivityContext(context.TraceId, ActivitySpanId.CreateFromString("0000000000c0ffee"), context.TraceFlags, context.TraceState);
        return Injected(injector!, new PropagationContext(child, read.Baggage), counters);
    }

    internal static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.IsTrue(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nbut was  {actual.ToJsonString()}");

    internal static IEnumerable<string> Values(JsonArray headers, string name) =>
        headers.Where(header => string.Equals((string)header![0]!, name, StringComparison.OrdinalIgnoreCase)).Select(header => (string)header![1]!);

#pragma warning disable CA1308 // the table's names are in lower case, whatever a format's own are
    internal static void Set(JsonObject headers, string name, string value) => headers[name.ToLowerInvariant()] = value;
#pragma warning restore CA1308

    private static JsonObject Injected(TextMapPropagator propagator, PropagationContext context, Counters counters)
    {
        var headers = new JsonObject();
        propagator.Inject(context, headers, Set);
        var answer = new JsonObject { ["headers"] = headers };
        foreach (var error in new[] { "encoding_error", "inject_max_size" })
        {
            if (counters["segue.misuse/datadog_tags_" + error] > 0) answer["_dd.propagation_error"] = error;
        }

        return answer;
    }
}
