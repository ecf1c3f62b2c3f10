using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue;

/// <summary>A span identity made by hand, read from a carrier, or taken from a span.</summary>
/// <remarks>
/// <para>Threads and cost: immutable.</para>
/// </remarks>
public sealed class SpanContext : ISpanContext
{
    private readonly ActivityContext _identity;

    /// <summary>Creates an identity from 64 bit ids, e.g. as stored beside a queued job.</summary>
    /// <param name="traceId">Low 64 bits of the trace id; <see langword="null"/> or 0 makes a new one.</param>
    /// <param name="spanId">Id of the span to parent on; 0 continues the trace without a parent.</param>
    /// <param name="priority">Sampling decision; <see langword="null"/> is undecided.</param>
    /// <param name="serviceName">Service of that span.</param>
    public SpanContext(ulong? traceId, ulong spanId, SamplingPriority? priority = null, string? serviceName = null)
    {
        var trace = traceId is null or 0 ? ActivityTraceId.CreateRandom() : TraceIds.ToTraceId(0, traceId.Value);
        var flags = priority is null or > 0 ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        var state = priority is null ? null : VendorState.WithPriority(null, priority.Value);
        _identity = new ActivityContext(trace, TraceIds.ToSpanId(spanId), flags, state, isRemote: true);
        ServiceName = serviceName;
    }

    internal SpanContext(in ActivityContext identity, Baggage baggage, string? serviceName = null)
    {
        _identity = identity;
        Baggage = baggage;
        ServiceName = serviceName;
    }

    /// <summary>As <see cref="SpanCreationSettings.Parent"/>, forces a root span.</summary>
    public static ISpanContext None { get; } = new SpanContext(default(ActivityContext), default(Baggage));

    /// <inheritdoc/>
    public ulong TraceId => TraceIds.Low64(Identity.TraceId);

    /// <inheritdoc/>
    public ulong SpanId => TraceIds.ToUInt64(Identity.SpanId);

    /// <inheritdoc/>
    public string? ServiceName { get; }

    /// <summary>The same identity as .NET and OpenTelemetry carry it, with all 128 bits, flags and tracestate.</summary>
    public ActivityContext Identity => LocalTrace.InForce(_identity);

    /// <summary>Baggage that travels with the identity.</summary>
    public Baggage Baggage { get; }

    /// <summary>The Activity that the context is of, where nobody records it.</summary>
    internal Activity? Hidden { get; set; }

    /// <summary>Identity to inject: that of what is recorded around an Activity which nobody records.</summary>
    internal ActivityContext Outgoing => Hidden is null ? Identity : HiddenActivity.OutgoingContext(Hidden);

    /// <summary>Identity to be a parent; what is current is told apart where the span is started.</summary>
    internal ActivityContext AsParent => Hidden is null || ReferenceEquals(Hidden, Activity.Current) ? Identity : Outgoing;

    internal IReadOnlyList<ActivityLink>? Links { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Identity.TraceId.ToHexString() + "-" + Identity.SpanId.ToHexString();

    /// <summary>Adopts an implementation of the application's own; <see langword="null"/> when its members throw.</summary>
    internal static SpanContext? From(ISpanContext context)
    {
        if (context is SpanContext own) return own;
        try
        {
            return new SpanContext(context.TraceId, context.SpanId, null, context.ServiceName);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span context", e.Message);
            return null;
        }
    }
}
