using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Reads and writes B3 as one header for each part.</summary>
/// <remarks>
/// <para>Shape: <c>X-B3-TraceId: {16 or 32 hex}</c>, <c>X-B3-SpanId: {16 hex}</c>, <c>X-B3-Sampled: 1|0|d|true|false</c>,
/// <c>X-B3-Flags: 1</c> for debug, in any case. <c>1</c> is read as <see cref="SamplingPriority.AutoKeep"/>, <c>0</c> as
/// <see cref="SamplingPriority.AutoReject"/>, debug as <see cref="SamplingPriority.UserKeep"/> whatever else was said, and any other
/// decision as undecided. <c>X-B3-ParentSpanId</c> is not used; a decision without ids gives no context.</para>
/// <para>A trace id whose upper half is zero is written as 16 digits. Positive priorities are written as sampled, without the debug flag. A trace that came
/// undecided and is passed on as it came leaves so.</para>
/// <para>Units and limits: a value of more than 256 characters is not read; of several values for a header, also joined by commas, the first that is well-formed counts, and another trace beside it is counted.</para>
/// <para>Errors: ids that can't be read, or are zero, give no context; nothing is thrown or logged here. A context that is already known is kept.</para>
/// <para>Threads and cost: stateless, safe from any thread; one header is asked for where there are none of this format (twice, since getters over
/// dictionaries may know it in lower case); allocates the ids when reading.</para>
/// <para>Source: B3 propagation, "Multiple Headers". B3 has no baggage.</para>
/// </remarks>
public sealed class B3MultiPropagator : TextMapPropagator
{
    private const string TraceId = "X-B3-TraceId";
    private const string SpanId = "X-B3-SpanId";
    private const string Sampled = "X-B3-Sampled";
    private const string DebugFlag = "X-B3-Flags";
    private const string ParentSpanId = "X-B3-ParentSpanId";
    private const int MaxLength = 256;

    private static readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase) { TraceId, SpanId, Sampled, DebugFlag, ParentSpanId };

    /// <summary>The headers that belong to this format.</summary>
    /// <value>The five <c>X-B3-*</c> names; the parent's is neither read nor written.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the headers.</summary>
    /// <param name="context">What was found so far; its baggage is kept, and its identity if it has one.</param>
    /// <param name="carrier">What was received; <see langword="null"/> is ignored.</param>
    /// <param name="getter">Gives the values of a header; <see langword="null"/> is ignored, as a result too.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context with the identity that was read; <paramref name="context"/> itself when there is none.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null || RemoteIdentity.IsKnown(context.ActivityContext)) return context;
        var lower = false;
        if (!TryReadTraceId(new IndexedValues(getter(carrier, TraceId)), out var trace))
        {
            lower = true;
            if (!TryReadTraceId(new IndexedValues(getter(carrier, "x-b3-traceid")), out trace)) return context;
        }

        if (!TryReadSpanId(new IndexedValues(getter(carrier, lower ? "x-b3-spanid" : SpanId)), out var span)) return context;
        var flags = new IndexedValues(getter(carrier, lower ? "x-b3-flags" : DebugFlag));
        var sampled = new IndexedValues(getter(carrier, lower ? "x-b3-sampled" : Sampled));
        var decision = IsDebug(flags) || IsDebug(flags.Parts()) ? SamplingPriority.UserKeep : ReadDecision(sampled) ?? ReadDecision(sampled.Parts());
        return new PropagationContext(RemoteIdentity.Of(trace, span, decision), context.Baggage);
    }

    /// <summary>Writes the trace id, the span id and the decision.</summary>
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
        Span<char> digits = stackalloc char[HexIds.TraceIdLength + HexIds.SpanIdLength];
        var length = HexIds.WriteTraceId(identity.TraceId, digits);
        if (length == 0 || HexIds.WriteSpanId(identity.SpanId, digits.Slice(length)) == 0) return;
        setter(carrier, TraceId, length == HexIds.TraceIdLength ? identity.TraceId.ToHexString() : digits.Slice(0, length).ToString());
        setter(carrier, SpanId, identity.SpanId.ToHexString());
        if (RemoteIdentity.DecisionOf(identity) is { } decision) setter(carrier, Sampled, decision > 0 ? "1" : "0");
    }

    private static bool TryReadTraceId(IndexedValues values, out ActivityTraceId id) => TryReadFirst(values, out id) || TryReadFirst(values.Parts(), out id);

    private static bool TryReadFirst(IndexedValues values, out ActivityTraceId id)
    {
        id = default;
        for (var i = 0; i < values.Count; i++)
        {
            if (!TryReadTraceId(values.Trimmed(i, MaxLength), out id)) continue;
            for (i++; i < values.Count; i++)
            {
                if (!TryReadTraceId(values.Trimmed(i, MaxLength), out var other) || other == id) continue;
                RemoteIdentity.CountConflict();
                break;
            }

            return true;
        }

        return false;
    }

    private static bool TryReadTraceId(ReadOnlySpan<char> value, out ActivityTraceId id)
    {
        id = default;
        return value.Length is HexIds.TraceIdLength or HexIds.SpanIdLength && HexIds.TryReadTraceId(value, out id);
    }

    private static bool TryReadSpanId(IndexedValues values, out ActivitySpanId id) => TryReadFirst(values, out id) || TryReadFirst(values.Parts(), out id);

    private static bool TryReadFirst(IndexedValues values, out ActivitySpanId id)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var value = values.Trimmed(i, MaxLength);
            if (value.Length == HexIds.SpanIdLength && HexIds.TryReadSpanId(value, out id)) return true;
        }

        id = default;
        return false;
    }

    private static bool IsDebug(IndexedValues values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (Is(values.Trimmed(i, MaxLength), "1")) return true;
        }

        return false;
    }

    private static SamplingPriority? ReadDecision(IndexedValues values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var value = values.Trimmed(i, MaxLength);
            if (Is(value, "1") || Is(value, "true")) return SamplingPriority.AutoKeep;
            if (Is(value, "0") || Is(value, "false")) return SamplingPriority.AutoReject;
            if (Is(value, "d")) return SamplingPriority.UserKeep;
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<char> value, string word) => value.Equals(word.AsSpan(), StringComparison.OrdinalIgnoreCase);
}
