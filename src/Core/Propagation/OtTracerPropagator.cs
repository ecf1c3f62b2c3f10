using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Reads and writes the headers of OpenTracing's basic tracers: <c>ot-tracer-*</c> and <c>ot-baggage-*</c>.</summary>
/// <remarks>
/// <para>Shape: <c>ot-tracer-traceid: {1 to 32 hex}</c>, <c>ot-tracer-spanid: {1 to 16 hex}</c>, in any case, short ones padded on their left;
/// <c>ot-tracer-sampled: true|false</c>, where <c>1</c> is true as well and any other value false; without that header the decision is left
/// open. Baggage is one header for each item, <c>ot-baggage-{key}: {value}</c>, neither encoded nor decoded; keys are lower-cased when read.</para>
/// <para>The trace id is written as its lower 16 digits, since that is all that the tracers of this format know; with a lower half of zero nothing is
/// written. Positive priorities are written as <c>true</c>; a trace that came undecided and is passed on as it came has no decision written. A baggage item whose key is no header token, or whose value is not printable
/// ASCII, is left out and counted.</para>
/// <para>Units and limits: an id of more than 256 characters is not read; of several values for a header, also joined by commas, the first that is well-formed
/// counts, and another trace beside it is counted; of several for an item the last. Baggage: 64 items and 8,192 characters either way. It is read beside a valid context only, and
/// only from carriers that can be listed: see <see cref="IEnumerableCarrier"/>.</para>
/// <para>Errors: ids that can't be read, or are zero, give no context; nothing is thrown here. A context that is already known is kept and
/// gets the baggage.</para>
/// <para>Threads and cost: stateless, safe from any thread; the carrier is listed once where there is a context.</para>
/// <para>Source: OpenTelemetry specification, "Propagators distribution", OT Trace.</para>
/// </remarks>
public sealed class OtTracerPropagator : TextMapPropagator
{
    internal const string BaggagePrefix = "ot-baggage-";

    private const string TraceId = "ot-tracer-traceid";
    private const string SpanId = "ot-tracer-spanid";
    private const string Sampled = "ot-tracer-sampled";
    private const int MaxLength = 256;

    private static readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase) { TraceId, SpanId, Sampled };

    /// <summary>The headers with fixed names.</summary>
    /// <value>The three <c>ot-tracer-*</c> names; those of baggage items are not among them.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the headers, and baggage where the carrier can be listed.</summary>
    /// <param name="context">What was found so far; its baggage is kept under the new items, and its identity if it has one.</param>
    /// <param name="carrier">What was received; <see langword="null"/> is ignored.</param>
    /// <param name="getter">Gives the values of a header; <see langword="null"/> is ignored, as a result too.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context with what was read; <paramref name="context"/> itself when there is no identity.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null) return context;
        var identity = context.ActivityContext;
        if (!RemoteIdentity.IsKnown(identity) && !TryRead(carrier, getter, out identity)) return context;
        return new PropagationContext(identity, ExtractBaggage(carrier, context.Baggage));
    }

    /// <summary>Writes ids, decision and baggage.</summary>
    /// <param name="context">What is sent; without an identity nothing is written.</param>
    /// <param name="carrier">What it is written to; <see langword="null"/> is ignored.</param>
    /// <param name="setter">Sets a header, replacing one of the same name; <see langword="null"/> is ignored.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (carrier is null || setter is null) return;
        LocalTrace.MarkSent(context.ActivityContext.TraceId);
        Write(context, carrier, setter);
    }

    /// <summary>Injects for a caller that has noted the context as sent, and checked what it was given.</summary>
    internal void Write<T>(in PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        var identity = context.ActivityContext;
        var trace = identity.TraceId.ToHexString().Substring(HexIds.TraceIdLength - HexIds.SpanIdLength);
        var span = identity.SpanId.ToHexString();
        if (HexIds.IsZero(trace.AsSpan()) || HexIds.IsZero(span.AsSpan())) return;
        setter(carrier, TraceId, trace);
        setter(carrier, SpanId, span);
        if (RemoteIdentity.DecisionOf(identity) is { } decision) setter(carrier, Sampled, decision > 0 ? "true" : "false");
        InjectBaggage(context.Baggage, carrier, setter);
    }

    /// <summary>Reads the baggage, with or without an identity beside it.</summary>
    internal static Baggage ExtractBaggage<T>(T carrier, Baggage found)
    {
        var items = default(ReceivedBaggage);
        PrefixBaggage.Read(carrier, BaggagePrefix, decode: false, ref items);
        return items.Onto(found);
    }

    internal static void InjectBaggage<T>(Baggage baggage, T carrier, Action<T, string, string> setter) =>
        PrefixBaggage.Write(baggage, BaggagePrefix, encode: false, except: DebugId.Key, carrier, setter);

    private static bool TryRead<T>(T carrier, Func<T, string, IEnumerable<string>?> getter, out ActivityContext identity)
    {
        identity = default;
        if (!TryReadTraceId(new IndexedValues(getter(carrier, TraceId)), out var trace)) return false;
        if (!TryReadSpanId(new IndexedValues(getter(carrier, SpanId)), out var span)) return false;
        identity = RemoteIdentity.Of(trace, span, ReadDecision(new IndexedValues(getter(carrier, Sampled))));
        return true;
    }

    private static bool TryReadTraceId(IndexedValues values, out ActivityTraceId id) => TryReadFirst(values, out id) || TryReadFirst(values.Parts(), out id);

    private static bool TryReadFirst(IndexedValues values, out ActivityTraceId id)
    {
        id = default;
        for (var i = 0; i < values.Count; i++)
        {
            if (!HexIds.TryReadTraceId(values.Trimmed(i, MaxLength), out id)) continue;
            for (i++; i < values.Count; i++)
            {
                if (!HexIds.TryReadTraceId(values.Trimmed(i, MaxLength), out var other) || other == id) continue;
                RemoteIdentity.CountConflict();
                break;
            }

            return true;
        }

        return false;
    }

    private static bool TryReadSpanId(IndexedValues values, out ActivitySpanId id) => TryReadFirst(values, out id) || TryReadFirst(values.Parts(), out id);

    private static bool TryReadFirst(IndexedValues values, out ActivitySpanId id)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (HexIds.TryReadSpanId(values.Trimmed(i, MaxLength), out id)) return true;
        }

        id = default;
        return false;
    }

    private static SamplingPriority? ReadDecision(IndexedValues values)
    {
        SamplingPriority? decision = null;
        for (var i = 0; i < values.Count; i++)
        {
            if (values.Raw(i) is null) continue;
            decision = SamplingPriority.AutoReject;
            var value = values.Trimmed(i, MaxLength);
            if (value.Length == 0) continue;
            var keep = value.Equals("true".AsSpan(), StringComparison.OrdinalIgnoreCase) || (value.Length == 1 && value[0] == '1');
            if (!keep && value.IndexOf(',') >= 0) return ReadDecision(values.Parts());
            return keep ? SamplingPriority.AutoKeep : SamplingPriority.AutoReject;
        }

        return decision;
    }
}
