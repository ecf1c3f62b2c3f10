using System.Buffers;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Propagates W3C baggage.</summary>
/// <remarks>
/// <para>Shape: <c>baggage: {key}={value};{properties},{key}={value}</c>; keys and values are UTF-8, percent-encoded wherever they are not token characters, so that
/// no key is lost; <see cref="DebugId.Key"/> alone, which is for the root that reads it, is never written. Properties, e.g. <c>;ttl=30;secure</c>, don't show in the value that the application reads; a value that is passed on unchanged, as the
/// very string that was read, goes out with the properties that it came with.</para>
/// <para>Units and limits: 64 items and 8,192 characters in and out, over all headers of the name together; what comes after that is left out and counted.</para>
/// <para>Errors: a member without <c>=</c> or without a key is passed over and counted, the others are read; the last of a repeated key counts. Items without a key or
/// with an empty value are not written, since some receivers drop the whole header for one. Nothing is thrown but what the getter or setter throws.</para>
/// <para>Threads and cost: stateless, safe from any thread; writing allocates the header alone.</para>
/// <para>Source: W3C Baggage, sections 3.2 and 3.3, https://www.w3.org/TR/2024/CR-baggage-20240530/.</para>
/// </remarks>
public sealed class BaggagePropagator : TextMapPropagator
{
    internal const int MaxItems = 64;
    internal const int MaxLength = 8_192;

    private const string Name = "baggage";

    private static readonly HashSet<string> _fields = [Name];

    /// <summary>The header that is read and written.</summary>
    /// <value><c>baggage</c>.</value>
    public override ISet<string> Fields => _fields;

    /// <summary>Reads the baggage.</summary>
    /// <remarks>
    /// <para>Errors: as the class; a carrier or getter that is <see langword="null"/> gives <paramref name="context"/> back.</para>
    /// </remarks>
    /// <param name="context">What was found so far; given back as it is when it has baggage.</param>
    /// <param name="carrier">What was received.</param>
    /// <param name="getter">Gives the values of a header by its lower-case name; finding it in any case is the getter's part.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context with the items; <paramref name="context"/> when there are none.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (carrier is null || getter is null || context.Baggage.Count > 0) return context;

        Dictionary<string, string>? items = null;
        var left = MaxLength;
        var values = new HeaderValues(getter(carrier, Name));
        while (left >= 0 && values.Next(out var header)) left = Read(header, left, ref items);
        values.Close();
        return items is null ? context : new PropagationContext(context.ActivityContext, Baggage.Create(items));
    }

    /// <summary>Writes the baggage, with or without a valid trace context.</summary>
    /// <remarks>
    /// <para>Errors: no items, or a carrier or setter that is <see langword="null"/>, writes nothing.</para>
    /// </remarks>
    /// <param name="context">Its baggage is written; its trace context is not.</param>
    /// <param name="carrier">What is sent.</param>
    /// <param name="setter">Sets a header, replacing one of the same name.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (carrier is null || setter is null || context.Baggage.Count == 0) return;

        var buffer = ArrayPool<char>.Shared.Rent(MaxLength);
        var length = 0;
        var written = 0;
        foreach (var item in context.Baggage)
        {
            if (string.Equals(item.Key, DebugId.Key, StringComparison.OrdinalIgnoreCase)) continue;
            if (string.IsNullOrEmpty(item.Key) || string.IsNullOrEmpty(item.Value))
            {
                Misuse.Report("baggage_empty", "A baggage item without a key or without a value was not written.");
                continue;
            }

            var before = length;
            if (written < MaxItems && TryWrite(item, buffer.AsSpan(0, MaxLength), ref length))
            {
                written++;
                continue;
            }

            length = before;
            ReportLimit();
            break;
        }

        var header = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        if (length != 0) setter(carrier, Name, header);
    }

    /// <summary>Reads one header.</summary>
    /// <returns>How many characters may still be read; negative when a limit was hit.</returns>
    private static int Read(string header, int left, ref Dictionary<string, string>? items)
    {
        var isCut = header.Length > left;
        // One more than may be read, so that a member which ends at the limit is seen to end there.
        var rest = header.AsSpan(0, isCut ? left + 1 : header.Length);
        while (!rest.IsEmpty)
        {
            if (items?.Count == MaxItems || (isCut && rest.IndexOf(',') < 0)) break;
            ListText.Next(ref rest, ',', out var member);
            if (!member.IsEmpty) Add(member, ref items);
        }

        if (rest.IsEmpty && !isCut) return Math.Max(left - header.Length - 1, 0);
        ReportLimit();
        return -1;
    }

    private static void Add(ReadOnlySpan<char> member, ref Dictionary<string, string>? items)
    {
        var semicolon = member.IndexOf(';');
        var pair = semicolon < 0 ? member : member.Slice(0, semicolon);
        var equals = pair.IndexOf('=');
        var key = equals < 0 ? default : ListText.Trim(pair.Slice(0, equals));
        if (key.IsEmpty)
        {
            Misuse.Report("baggage_malformed", "A baggage member without a key or without = was passed over.");
            return;
        }

        var value = EscapedText.Decode(ListText.Trim(pair.Slice(equals + 1)).ToString());
        if (semicolon >= 0) AttachProperties(value, member.Slice(semicolon + 1));
        items ??= new Dictionary<string, string>(StringComparer.Ordinal);
        items[EscapedText.Decode(key.ToString())] = value;
    }

    private static void AttachProperties(string value, ReadOnlySpan<char> properties)
    {
        properties = ListText.Trim(properties);
        if (properties.IsEmpty) return;
        foreach (var c in properties)
        {
            // They go out as they came, so nothing may be among them that a header can't hold.
            if (c is (< ' ' and not '\t') or > '~') return;
        }

        BaggageProperties.Attach(value, properties.ToString());
    }

    private static bool TryWrite(in KeyValuePair<string, string> item, Span<char> buffer, ref int length)
    {
        if (length != 0 && !TryAppend(",", buffer, ref length)) return false;
        return PercentText.TryEncode(item.Key, buffer, ref length)
            && TryAppend("=", buffer, ref length)
            && PercentText.TryEncode(item.Value, buffer, ref length)
            && (BaggageProperties.Of(item.Value) is not { } properties || (TryAppend(";", buffer, ref length) && TryAppend(properties, buffer, ref length)));
    }

    private static bool TryAppend(string text, Span<char> buffer, ref int length)
    {
        if (length + text.Length > buffer.Length) return false;
        text.AsSpan().CopyTo(buffer.Slice(length));
        length += text.Length;
        return true;
    }

    private static void ReportLimit() => Misuse.Report("baggage_limit", "Baggage beyond 64 items or 8,192 characters was left out.");
}
