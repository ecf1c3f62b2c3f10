using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Identity and baggage of a span; neither ever changes.</summary>
internal abstract class ShimSpanContext(Baggage baggage) : OpenTracing.ISpanContext
{
    private static readonly ShimSpanContext _empty = new GivenContext(default, default);

    public string TraceId => Identity.TraceId.ToHexString();

    public string SpanId => Identity.SpanId.ToHexString();

    internal abstract Activity? Activity { get; }

    internal abstract ActivityContext Identity { get; }

    internal abstract bool HasIds { get; }

    internal Baggage Baggage { get; } = baggage;

    /// <summary>Identity to inject: that of what is recorded around an Activity which nobody records.</summary>
    internal virtual ActivityContext Outgoing => Identity;

    /// <summary>Identity to be a parent; what is current is told apart where the span is started.</summary>
    internal virtual ActivityContext AsParent => Identity;

    public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => Baggage.GetBaggage();

    public override string ToString() => TraceId + "-" + SpanId;

    /// <summary>A context of its own, or the one that says nothing.</summary>
    internal static ShimSpanContext Of(in ActivityContext identity, Baggage baggage) =>
        identity.TraceId == default && baggage.Count == 0 ? _empty : new GivenContext(identity, baggage);

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
                return new GivenContext(LocalTrace.TryFind(identity, out var local) ? local : identity, ReadBaggage(context));
            }
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span context", e.Message);
        }

        Misuse.Report("foreign_context_ignored", "A context without readable ids was ignored:", context);
        return null;
    }

    internal ShimSpanContext WithBaggageItem(string key, string? value) => With(value is null ? Baggage.RemoveBaggage(key) : Baggage.SetBaggage(key, value));

    protected abstract ShimSpanContext With(Baggage baggage);

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

/// <summary>The context of an Activity, whose flags and tracestate may still change with the decision of its trace, so it is asked each time.</summary>
internal sealed class SpanOwnContext(Activity activity, Baggage baggage) : ShimSpanContext(baggage)
{
    internal override Activity? Activity => activity;

    internal override ActivityContext Identity => LocalTrace.IdentityOf(activity);

    internal override bool HasIds => activity.TraceId != default;

    internal override ActivityContext Outgoing => HiddenActivity.IsHidden(activity) ? HiddenActivity.OutgoingContext(activity) : Identity;

    internal override ActivityContext AsParent =>
        HiddenActivity.IsHidden(activity) && !ReferenceEquals(activity, System.Diagnostics.Activity.Current) ? HiddenActivity.OutgoingContext(activity) : Identity;

    /// <summary>The context of a new span; <see langword="null"/> without baggage, as it is made when somebody asks for it.</summary>
    internal static SpanOwnContext? Of(Activity activity, Baggage baggage) => baggage.Count == 0 ? null : new SpanOwnContext(activity, baggage);

    protected override ShimSpanContext With(Baggage baggage) => new SpanOwnContext(activity, baggage);
}

/// <summary>A context that was read from a carrier or another tracer, or that a span which is not recorded passes on.</summary>
internal class GivenContext(in ActivityContext identity, Baggage baggage) : ShimSpanContext(baggage)
{
    private readonly ActivityContext _identity = identity;

    internal override Activity? Activity => null;

    internal override ActivityContext Identity => LocalTrace.InForce(_identity);

    internal override bool HasIds => _identity.TraceId != default;

    protected override ShimSpanContext With(Baggage baggage) => new GivenContext(_identity, baggage);
}

/// <summary>A context whose carrier named other traces as well, or one that begins anew beside the trace that arrived.</summary>
internal sealed class LinkedContext(in ActivityContext identity, Baggage baggage, IReadOnlyList<ActivityLink> links) : GivenContext(identity, baggage)
{
    /// <summary>Links to what the headers named besides.</summary>
    internal IReadOnlyList<ActivityLink> Links => links;

    protected override ShimSpanContext With(Baggage baggage) => new LinkedContext(Identity, baggage, links);
}
