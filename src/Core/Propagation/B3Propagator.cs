using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Reads and writes B3 as the single header <c>b3</c>.</summary>
/// <remarks>
/// <para>Shape: <c>{16 or 32 hex}-{16 hex}[-{1|0|d}][-{parent}]</c>, in any case; e.g. <c>81c0ffeed00dfa11-1122334455667788-1</c>. <c>1</c> is read as
/// <see cref="SamplingPriority.AutoKeep"/>, <c>0</c> as <see cref="SamplingPriority.AutoReject"/>, <c>d</c> (debug) as <see cref="SamplingPriority.UserKeep"/>,
/// and no decision as undecided. The parent's id is not used; a decision without ids (<c>0</c>) gives no context.</para>
/// <para>A trace id whose upper half is zero is written as 16 digits. Positive priorities are written as <c>1</c>: peers exist that take
/// <c>d</c> for a drop. A trace that came undecided and is passed on as it came leaves so.</para>
/// <para>Units and limits: a value of more than 256 characters is not read; of several values, also joined by commas, the first that is well-formed counts, and another trace beside it is counted.</para>
/// <para>Errors: anything else reads as no context; nothing is thrown or logged here. A context that is already known is kept.</para>
/// <para>Threads and cost: stateless, safe from any thread; allocates the ids when reading, the header's value when writing.</para>
/// <para>Source: B3 propagation, "Single Header". B3 has no baggage.</para>
/// </remarks>
public sealed class B3Propagator : TextMapPropagator
{
    private const string Header = "b3";
    private const int MaxLength = 256;

    private static readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase) { Header };

    /// <summary>The header that is read and written.</summary>
    /// <value><c>b3</c>.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the header.</summary>
    /// <param name="context">What was found so far; its baggage is kept, and its identity if it has one.</param>
    /// <param name="carrier">What was received; <see langword="null"/> is ignored.</param>
    /// <param name="getter">Gives the values of a header; <see langword="null"/> is ignored, as a result too.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context with the identity that was read; <paramref name="context"/> itself when there is none.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null || RemoteIdentity.IsKnown(context.ActivityContext)) return context;
        var values = new IndexedValues(getter(carrier, Header));
        return TryRead(values, out var identity) || TryRead(values.Parts(), out identity) ? new PropagationContext(identity, context.Baggage) : context;
    }

    /// <summary>Writes the header.</summary>
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
        Span<char> value = stackalloc char[HexIds.TraceIdLength + 1 + HexIds.SpanIdLength + 2];
        var length = HexIds.WriteTraceId(identity.TraceId, value);
        if (length == 0) return;
        value[length++] = '-';
        var span = HexIds.WriteSpanId(identity.SpanId, value.Slice(length));
        if (span == 0) return;
        length += span;
        if (RemoteIdentity.DecisionOf(identity) is { } decision)
        {
            value[length++] = '-';
            value[length++] = decision > 0 ? '1' : '0';
        }

        setter(carrier, Header, value.Slice(0, length).ToString());
    }

    private static bool TryRead(IndexedValues values, out ActivityContext identity)
    {
        identity = default;
        for (var i = 0; i < values.Count; i++)
        {
            if (!TryRead(values.Trimmed(i, MaxLength), out identity)) continue;
            for (i++; i < values.Count; i++)
            {
                if (!TryRead(values.Trimmed(i, MaxLength), out var other) || other.TraceId == identity.TraceId) continue;
                RemoteIdentity.CountConflict();
                break;
            }

            return true;
        }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> value, out ActivityContext identity)
    {
        identity = default;
        var dash = value.IndexOf('-');
        if (dash != HexIds.SpanIdLength && dash != HexIds.TraceIdLength) return false;
        var rest = value.Slice(dash + 1);
        if (rest.Length < HexIds.SpanIdLength || !TryReadDecision(rest.Slice(HexIds.SpanIdLength), out var decision)) return false;
        if (!HexIds.TryReadTraceId(value.Slice(0, dash), out var trace)) return false;
        if (!HexIds.TryReadSpanId(rest.Slice(0, HexIds.SpanIdLength), out var span)) return false;
        identity = RemoteIdentity.Of(trace, span, decision);
        return true;
    }

    // What follows the span id: nothing, "-{decision}", "-{parent}" or "-{decision}-{parent}".
    private static bool TryReadDecision(ReadOnlySpan<char> tail, out SamplingPriority? decision)
    {
        decision = null;
        if (tail.Length == 0) return true;
        if (tail[0] != '-') return false;
        tail = tail.Slice(1);
        var dash = tail.IndexOf('-');
        if (dash >= 0 && tail.Slice(dash + 1).IndexOf('-') >= 0) return false;
        var state = dash < 0 ? tail : tail.Slice(0, dash);
        if (dash < 0 && state.Length == HexIds.SpanIdLength) return true;
        if (state.Length != 1) return false;
        decision = state[0] switch
        {
            '1' => SamplingPriority.AutoKeep,
            '0' => SamplingPriority.AutoReject,
            'd' or 'D' => SamplingPriority.UserKeep,
            _ => null,
        };
        return decision is not null;
    }
}
