using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Reads and writes the headers of Jaeger's clients: identity, baggage and debug id.</summary>
/// <remarks>
/// <para>Shape: <c>uber-trace-id: {1 to 32 hex}:{1 to 16 hex}:{parent}:{flags}</c>, in any case, percent-encoded or not (<c>%3A</c>),
/// short ids padded on their left; e.g. <c>a1b2c3d4e5f60718:b7ad6b7169203331:0:1</c>. The parent's content is not used. Flags are a hex mask of
/// one byte: 1 sampled (<see cref="SamplingPriority.AutoKeep"/>), 1 and 2 debug (<see cref="SamplingPriority.UserKeep"/>), without 1 not sampled.</para>
/// <para>Baggage: <c>uberctx-{key}: {value}</c>, values percent-encoded UTF-8, keys lower-cased when read; and <c>jaeger-baggage: k1=v1,k2=v2</c>, both sides
/// percent-encoded, which gives way to the former. It is read and written without a trace too. Only <c>uberctx-*</c> is written; an item
/// whose key is no header token is left out and counted.</para>
/// <para>Debug: where there is no trace, the value of <c>jaeger-debug-id</c> becomes the baggage item <see cref="DebugIdKey"/>, for whoever
/// starts the root to keep the trace and to tag it. No format writes it.</para>
/// <para>Written: plain colons, parent 0, a trace id whose upper half is zero as 16 digits, flags 3 for
/// <see cref="SamplingPriority.UserKeep"/>.</para>
/// <para>Units and limits: an id of more than 256 characters is not read; of several ids, also joined by commas, the first that is well-formed counts, and another
/// trace beside it is counted; of several values for an item the last. Baggage: 64 items and 8,192 characters either way. <c>uberctx-*</c> is read only from carriers that can be
/// listed: see <see cref="IEnumerableCarrier"/>; within a <see cref="CompositePropagator"/> where they can be expected.</para>
/// <para>Errors: ids that can't be read, or are zero, give no identity; nothing is thrown here. A context that is already known is kept and
/// gets the baggage.</para>
/// <para>Threads and cost: stateless, safe from any thread; the carrier is listed once.</para>
/// <para>Source: Jaeger client libraries, "Propagation Format".</para>
/// </remarks>
public sealed class JaegerPropagator : TextMapPropagator
{
    /// <summary>Key of the baggage item that holds a debug id, received without a trace.</summary>
    public const string DebugIdKey = DebugId.Key;

    internal const string BaggagePrefix = "uberctx-";

    private const string TraceHeader = "uber-trace-id";
    private const string ListHeader = "jaeger-baggage";
    private const int MaxLength = 256;
    private const int SampledFlag = 1;
    private const int DebugFlag = 2;

    private static readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase) { TraceHeader, ListHeader, DebugIdKey };

    /// <summary>The headers with fixed names.</summary>
    /// <value><c>uber-trace-id</c>, <c>jaeger-baggage</c> and <c>jaeger-debug-id</c>; those of baggage items are not among them.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the identity, the baggage and the debug id.</summary>
    /// <param name="context">What was found so far; its baggage is kept under the new items, and its identity if it has one.</param>
    /// <param name="carrier">What was received; <see langword="null"/> is ignored.</param>
    /// <param name="getter">Gives the values of a header; <see langword="null"/> is ignored, as a result too.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context with what was read; <paramref name="context"/> itself when there is nothing.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null) return context;
        var items = default(ReceivedBaggage);
        var identity = ReadNamed(context.ActivityContext, carrier, getter, ref items, out _);
        ReadItems(carrier, ref items);
        return new PropagationContext(identity, items.Onto(context.Baggage));
    }

    /// <summary>Reads the headers with fixed names, which needs no listing, and says whether an identity was sent, be it one that can't be read.</summary>
    internal static ActivityContext ReadNamed<T>(ActivityContext identity, T carrier, Func<T, string, IEnumerable<string>?> getter, ref ReceivedBaggage items, out bool hasIdentity)
    {
        var values = new IndexedValues(getter(carrier, TraceHeader));
        hasIdentity = values.Count > 0;
        var known = RemoteIdentity.IsKnown(identity) || TryReadIdentity(values, ref identity);
        var lists = new IndexedValues(getter(carrier, ListHeader));
        for (var i = 0; i < lists.Count; i++) ReadList(lists.Raw(i), ref items);
        if (!known) ReadDebugId(new IndexedValues(getter(carrier, DebugIdKey)), ref items);
        return identity;
    }

    /// <summary>Reads the baggage that has a header for each item: the carrier is listed.</summary>
    internal static void ReadItems<T>(T carrier, ref ReceivedBaggage items) => PrefixBaggage.Read(carrier, BaggagePrefix, decode: true, ref items);

    /// <summary>Writes the identity and the baggage.</summary>
    /// <param name="context">What is sent; without an identity only its baggage is.</param>
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
        WriteIdentity(context.ActivityContext, carrier, setter);
        PrefixBaggage.Write(context.Baggage, BaggagePrefix, encode: true, except: DebugIdKey, carrier, setter);
    }

    private static void WriteIdentity<T>(in ActivityContext identity, T carrier, Action<T, string, string> setter)
    {
        Span<char> value = stackalloc char[HexIds.TraceIdLength + 1 + HexIds.SpanIdLength + 4];
        var length = HexIds.WriteTraceId(identity.TraceId, value);
        if (length == 0) return;
        value[length++] = ':';
        var span = HexIds.WriteSpanId(identity.SpanId, value.Slice(length));
        if (span == 0) return;
        length += span;
        value[length++] = ':';
        value[length++] = '0';
        value[length++] = ':';
        value[length++] = RemoteIdentity.DecisionOf(identity) switch
        {
            >= SamplingPriority.UserKeep => '3',
            // Flags can't be left out, and without the bit nobody would decide any more.
            SamplingPriority.AutoKeep or null => '1',
            _ => '0',
        };
        setter(carrier, TraceHeader, value.Slice(0, length).ToString());
    }

    private static bool TryReadIdentity(IndexedValues values, ref ActivityContext identity) => TryRead(values, ref identity) || TryRead(values.Parts(), ref identity);

    private static bool TryRead(IndexedValues values, ref ActivityContext identity)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!TryRead(values.Trimmed(i, MaxLength), ref identity)) continue;
            ActivityContext other = default;
            for (i++; i < values.Count; i++)
            {
                if (!TryRead(values.Trimmed(i, MaxLength), ref other) || other.TraceId == identity.TraceId) continue;
                RemoteIdentity.CountConflict();
                break;
            }

            return true;
        }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> value, ref ActivityContext identity)
    {
        if (value.IndexOf('%') < 0) return TryReadPlain(value, ref identity);
        Span<char> decoded = stackalloc char[MaxLength];
        return TryDecode(value, decoded, out var length) && TryReadPlain(decoded.Slice(0, length), ref identity);
    }

    private static bool TryReadPlain(ReadOnlySpan<char> value, ref ActivityContext identity)
    {
        if (!TryCut(ref value, out var traceDigits) || !TryCut(ref value, out var spanDigits) || !TryCut(ref value, out _)) return false;
        if (!TryReadFlags(value, out var flags)) return false;
        if (!HexIds.TryReadTraceId(traceDigits, out var trace) || !HexIds.TryReadSpanId(spanDigits, out var span)) return false;
        var decision = (flags & SampledFlag) == 0
            ? SamplingPriority.AutoReject
            : (flags & DebugFlag) == 0 ? SamplingPriority.AutoKeep : SamplingPriority.UserKeep;
        identity = RemoteIdentity.Of(trace, span, decision);
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<char> value, Span<char> decoded, out int length)
    {
        length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
            {
                decoded[length++] = value[i];
                continue;
            }

            if (!EscapedText.TryReadEscape(value.Slice(i), out var character)) return false;
            decoded[length++] = (char)character;
            i += 2;
        }

        return true;
    }

    private static bool TryCut(ref ReadOnlySpan<char> value, out ReadOnlySpan<char> part)
    {
        var colon = value.IndexOf(':');
        part = colon < 0 ? default : value.Slice(0, colon);
        value = value.Slice(colon + 1);
        return colon >= 0;
    }

    private static bool TryReadFlags(ReadOnlySpan<char> text, out int flags)
    {
        flags = 0;
        foreach (var c in text)
        {
            var digit = HexIds.ValueOf(c);
            if (digit < 0) return false;
            flags = (flags << 4) | digit;
            if (flags > byte.MaxValue) return false;
        }

        return text.Length > 0;
    }

    // k1=v1,k2=v2: a token without exactly one '=' is skipped.
    private static void ReadList(string? list, ref ReceivedBaggage items)
    {
        if (list is null) return;
        var rest = list.AsSpan(0, Math.Min(list.Length, ReceivedBaggage.MaxCharacters));
        if (rest.Length < list.Length)
        {
            Misuse.Report("baggage_over_limit", "Received baggage of more than 64 items or 8,192 characters was read only in part.");
            rest = rest.Slice(0, Math.Max(0, rest.LastIndexOf(',')));
        }

        while (rest.Length > 0)
        {
            var comma = rest.IndexOf(',');
            var token = comma < 0 ? rest : rest.Slice(0, comma);
            rest = comma < 0 ? default : rest.Slice(comma + 1);
            var equals = token.IndexOf('=');
            if (equals <= 0 || token.Slice(equals + 1).IndexOf('=') >= 0) continue;
#pragma warning disable CA1308 // the same key as by uberctx-*, whose names HTTP/2 lower-cases
            var key = EscapedText.Decode(token.Slice(0, equals).Trim().ToString()).ToLowerInvariant();
#pragma warning restore CA1308
            items.TryAdd(key, EscapedText.Decode(token.Slice(equals + 1).Trim().ToString()), token.Length);
        }
    }

    // Of several the last, as Jaeger's own clients do.
    private static void ReadDebugId(IndexedValues values, ref ReceivedBaggage items)
    {
        for (var i = values.Count - 1; i >= 0; i--)
        {
            var value = values.Raw(i);
            if (string.IsNullOrEmpty(value) || value!.Length > ReceivedBaggage.MaxCharacters) continue;
            items.TryAdd(DebugIdKey, EscapedText.Decode(value), value.Length);
            return;
        }
    }
}
