using System.Diagnostics;
using System.Text.Json.Nodes;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>Puts a row of several styles to a composite made of them.</summary>
internal static class CompositeRunner
{
    private const string TagsHeader = "x-datadog-tags";

    private static readonly Dictionary<string, PropagationStyle> _styles = new()
    {
        ["tracecontext"] = PropagationStyle.TraceContext,
        ["datadog"] = PropagationStyle.Datadog,
        ["baggage"] = PropagationStyle.Baggage,
        ["b3multi"] = PropagationStyle.B3Multi,
        ["b3 single header"] = PropagationStyle.B3,
    };

    internal static JsonObject Answer(VectorRow row)
    {
        var extract = Styles(row.Extract);
        // A row that writes nothing has no arrival styles to tell either.
        var propagator = new CompositePropagator(extract, row.Inject.Length == 0 ? extract : Styles(row.Inject), Behavior(row), row.Option.Contains("EXTRACT_FIRST=true", StringComparison.Ordinal));
        var headers = JsonNode.Parse(row.Input)!.AsArray();
        var read = propagator.ExtractAll(default, headers, VectorRunner.Values);
        if (row.Direction == "extract") return Described(read, row, headers);

        var context = read.Context.ActivityContext;
        var child = new ActivityContext(context.TraceId, ActivitySpanId.CreateFromString("0000000000c0ffee"), context.TraceFlags, context.TraceState);
        var written = new JsonObject();
        propagator.Inject(new PropagationContext(child, read.Context.Baggage), written, VectorRunner.Set);
        return Normal(new JsonObject { ["headers"] = written });
    }

    /// <summary>What is expected, with what is said twice or in any order brought into one form.</summary>
    internal static JsonObject Normal(JsonObject answer)
    {
        VectorText.WithoutTid(answer);
        if (answer["links"] is JsonArray links) answer["links"] = new JsonArray([.. links.Select(link => WithoutTid(link!))]);
        if (answer["headers"]?[TagsHeader] is { } tags) answer["headers"]![TagsHeader] = string.Join(',', ((string)tags!).Split(',').Order(StringComparer.Ordinal));
        return answer;
    }

    private static JsonObject Described(Extracted read, VectorRow row, JsonArray headers)
    {
        var answer = VectorText.Describe(read.Context, Array.Find(row.Extract, style => IsFound(style, headers)) == "tracecontext");
        if (read.Links is null) return answer;
        var links = new JsonArray();
        foreach (var link in read.Links)
        {
            var attributes = new JsonObject();
            foreach (var tag in link.Tags!) attributes[tag.Key] = (string)tag.Value!;
            var described = VectorText.Describe(new PropagationContext(link.Context, default), (string)attributes["context_headers"]! == "tracecontext")["context"]!.DeepClone();
            described["attributes"] = attributes;
            links.Add(described);
        }

        answer["links"] = links;
        return answer;
    }

    private static bool IsFound(string style, JsonArray headers) =>
        VectorRunner.Propagators.TryGetValue(style, out var propagator) && propagator.Extract(default, headers, VectorRunner.Values).ActivityContext.TraceId != default;

    private static JsonNode WithoutTid(JsonNode context) => VectorText.WithoutTid(new JsonObject { ["context"] = context.DeepClone() })["context"]!.DeepClone();

    private static PropagationStyle[] Styles(string[] names) => [.. names.Where(name => name != "none").Select(name => _styles[name])];

    private static ExtractBehavior Behavior(VectorRow row) =>
        row.Option.Contains("=restart", StringComparison.Ordinal) ? ExtractBehavior.Restart
        : row.Option.Contains("=ignore", StringComparison.Ordinal) ? ExtractBehavior.Ignore
        : ExtractBehavior.Continue;
}
