using System.Collections;
using System.Globalization;

namespace Segue.Hosting;

/// <summary>The ids of a span as a logger's scope.</summary>
internal sealed class SpanScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _items;

    private SpanScope(KeyValuePair<string, object?>[] items) => _items = items;

    public int Count => _items.Length;

    public KeyValuePair<string, object?> this[int index] => _items[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(" ", _items.Select(static item => item.Key + ":" + item.Value));

    /// <summary>The scope of the active span; <see langword="null"/> when none is.</summary>
    internal static SpanScope? OfActive(bool openTelemetryNames, bool datadogNames)
    {
        var span = CorrelationIdentifier.SpanId;
        if (span == 0) return null;
        var trace = CorrelationIdentifier.TraceIdHex;
        var items = new List<KeyValuePair<string, object?>>(10);
        if (openTelemetryNames)
        {
            items.Add(new("trace_id", trace));
            items.Add(new("span_id", CorrelationIdentifier.SpanIdHex));
            AddService(items, "service.name", "service.version", "deployment.environment.name");
        }

        if (datadogNames)
        {
            items.Add(new("dd.trace_id", trace));
            items.Add(new("dd.span_id", span.ToString(CultureInfo.InvariantCulture)));
            AddService(items, "dd.service", "dd.version", "dd.env");
        }

        return new SpanScope([.. items]);
    }

    private static void AddService(List<KeyValuePair<string, object?>> items, string service, string version, string environment)
    {
        if (CorrelationIdentifier.Service.Length > 0) items.Add(new(service, CorrelationIdentifier.Service));
        if (CorrelationIdentifier.Version.Length > 0) items.Add(new(version, CorrelationIdentifier.Version));
        if (CorrelationIdentifier.Env.Length > 0) items.Add(new(environment, CorrelationIdentifier.Env));
    }
}
