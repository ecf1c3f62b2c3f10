using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Identity and baggage of a span; neither ever changes.</summary>
internal abstract class ShimSpanContext : OpenTracing.ISpanContext
{
    private static readonly ShimSpanContext _empty = new GivenContext(default, default);

    public string TraceId => Identity.TraceId.ToHexString();

    public string SpanId => Identity.SpanId.ToHexString();

    internal abstract Activity? Activity { get; }

    internal abstract ActivityContext Identity { get; }

    internal abstract bool HasIds { get; }

    internal abstract Baggage Baggage { get; }

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
internal abstract class RecordedContext(Activity? activity) : ShimSpanContext
{
    internal sealed override Activity? Activity => activity;

    internal override ActivityContext Identity => LocalTrace.IdentityOf(activity!);

    internal override bool HasIds => activity!.TraceId != default;

    internal override ActivityContext Outgoing => HiddenActivity.IsHidden(activity!) ? HiddenActivity.OutgoingContext(activity!) : Identity;

    internal override ActivityContext AsParent =>
        HiddenActivity.IsHidden(activity!) && !ReferenceEquals(activity, System.Diagnostics.Activity.Current) ? HiddenActivity.OutgoingContext(activity!) : Identity;

    protected override ShimSpanContext With(Baggage baggage) => new BaggageContext(activity!, baggage);
}

/// <summary>The context of a span that has baggage; without any, a recorded span is its own context.</summary>
internal sealed class BaggageContext(Activity activity, Baggage baggage) : RecordedContext(activity)
{
    internal override Baggage Baggage => baggage;

    /// <summary>The context of a new span; <see langword="null"/> without baggage.</summary>
    internal static BaggageContext? Of(Activity activity, Baggage baggage) => baggage.Count == 0 ? null : new BaggageContext(activity, baggage);
}

/// <summary>A context that was read from a carrier or another tracer, or that a span which is not recorded passes on.</summary>
internal class GivenContext : ShimSpanContext
{
    private readonly ActivityContext _identity;

    internal GivenContext(in ActivityContext identity, Baggage baggage)
    {
        _identity = identity;
        Baggage = baggage;
    }

    /// <summary>What a propagator has just read.</summary>
    internal GivenContext(in PropagationContext read)
    {
        // Part by part: the whole of what was written in parts a moment ago is read slowly.
        _identity = new ActivityContext(
            read.ActivityContext.TraceId, read.ActivityContext.SpanId, read.ActivityContext.TraceFlags, read.ActivityContext.TraceState, read.ActivityContext.IsRemote);
        Baggage = read.Baggage;
    }

    internal sealed override Baggage Baggage { get; }

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
