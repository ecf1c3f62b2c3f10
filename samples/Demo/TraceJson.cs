using System.Globalization;
using System.Text.Json;
using Segue.TraceView;

namespace Demo;

/// <summary>Writes traces as JSON.</summary>
internal static class TraceJson
{
    internal static void Write(Stream stream, IEnumerable<TraceTree> traces)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("traces");
        foreach (var trace in traces)
        {
            json.WriteStartObject();
            json.WriteString("traceId", trace.TraceId);
            json.WriteStartArray("spans");
            foreach (var span in trace.Spans) Write(json, span);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReceivedSpan span)
    {
        json.WriteStartObject();
        json.WriteString("spanId", Hex(span.SpanId));
        if (span.ParentId == 0) json.WriteNull("parentId");
        else json.WriteString("parentId", Hex(span.ParentId));
        json.WriteString("service", span.Service);
        json.WriteString("name", span.Name);
        json.WriteString("resource", span.Resource);
        json.WriteString("type", span.Type);
        json.WriteString("api", span.Api);
        json.WriteNumber("startUnixNanoseconds", span.StartUnixNanoseconds);
        json.WriteNumber("durationNanoseconds", span.DurationNanoseconds);
        json.WriteBoolean("error", span.Error);
        json.WriteStartObject("meta");
        foreach (var item in span.Meta) json.WriteString(item.Key, item.Value);
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        // JSON has no word for NaN and the infinities.
        foreach (var item in span.Metrics.Where(item => double.IsFinite(item.Value))) json.WriteNumber(item.Key, item.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Hex(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);
}
