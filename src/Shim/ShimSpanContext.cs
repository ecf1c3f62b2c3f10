using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Identity and baggage of a span; neither ever changes.</summary>
internal sealed class ShimSpanContext : OpenTracing.ISpanContext
{
    private static readonly ShimSpanContext _empty = new(default(ActivityContext), default);

    // Flags and tracestate of an Activity may still change with the decision of its trace, so it is asked each time.
    private readonly Activity? _activity;
    private readonly ActivityContext _identity;

    internal ShimSpanContext(Activity activity, Baggage baggage)
    {
        _activity = activity;
        Baggage = baggage;
    }

    internal ShimSpanContext(in ActivityContext identity, Baggage baggage)
    {
        _identity = identity;
        Baggage = baggage;
    }

    public string TraceId => Identity.TraceId.ToHexString();

    public string SpanId => Identity.SpanId.ToHexString();

    internal Activity? Activity => _activity;

    internal ActivityContext Identity => _activity is not null ? LocalTrace.IdentityOf(_activity) : LocalTrace.InForce(_identity);

    internal Baggage Baggage { get; }

    internal bool HasIds => _activity is not null ? _activity.TraceId != default : _identity.TraceId != default;

    public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => Baggage.GetBaggage();

    public override string ToString() => TraceId + "-" + SpanId;

    /// <summary>A context of its own, or the one that says nothing.</summary>
    internal static ShimSpanContext Of(in ActivityContext identity, Baggage baggage) =>
        identity.TraceId == default && baggage.Count == 0 ? _empty : new ShimSpanContext(identity, baggage);

    /// <summary>Adopts another tracer's context by its ids, or ignores it.</summary>
    internal static ShimSpanContext? From(OpenTracing.ISpanContext? context)
    {
        if (context is null or ShimSpanContext) return (ShimSpanContext?)context;
        try
        {
            if (TraceIds.TryParse(context.TraceId, context.SpanId, out var identity))
            {
                Misuse.Report("foreign_context", "A context of another tracer was adopted by its ids:", context);
                // A decorator of one of ours must not turn a local, perhaps dropped, span into a remote one that is kept.
                return new ShimSpanContext(LocalTrace.TryFind(identity, out var local) ? local : identity, ReadBaggage(context));
            }
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span context", e.Message);
        }

        Misuse.Report("foreign_context_ignored", "A context without readable ids was ignored:", context);
        return null;
    }

    internal ShimSpanContext WithBaggageItem(string key, string? value)
    {
        var baggage = value is null ? Baggage.RemoveBaggage(key) : Baggage.SetBaggage(key, value);
        return _activity is not null ? new ShimSpanContext(_activity, baggage) : new ShimSpanContext(_identity, baggage);
    }

    private static Baggage ReadBaggage(OpenTracing.ISpanContext context)
    {
        Baggage baggage = default;
        foreach (var item in context.GetBaggageItems() ?? [])
        {
            if (item.Key is not null && item.Value is not null) baggage = baggage.SetBaggage(item.Key, item.Value);
        }

        return baggage;
    }
}
