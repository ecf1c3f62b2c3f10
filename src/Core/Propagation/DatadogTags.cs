using System.Diagnostics;
using Segue.Context;

namespace Segue.Propagation;

/// <summary>Translates <c>x-datadog-tags</c> from and to the <c>t.*</c> parts of the <c>dd=</c> member.</summary>
/// <remarks>
/// <para>Shape: <c>_dd.p.{name}={value},_dd.p.{name}={value}</c>, at most 512 characters in and out; e.g. <c>_dd.p.dm=-1,_dd.p.tid=640cfd8d00000000</c>.
/// Names are printable ASCII without space, comma and <c>=</c>, values printable ASCII without comma.</para>
/// <para>Errors: told in the vendor's words: <c>extract_max_size</c>, <c>decoding_error</c> and <c>malformed_tid</c> on the way in,
/// <c>inject_max_size</c> and <c>encoding_error</c> on the way out, where no header is written then.</para>
/// </remarks>
internal static class DatadogTags
{
    internal const int MaxLength = 512;

    private const string Prefix = "_dd.p.";
    private const string Tid = "tid";
    private const string Mechanism = "dm";
    private const string TidPair = "_dd.p.tid=";

    private enum Pair
    {
        Ignored,
        Malformed,
        Tag,
    }

    /// <summary>Adds the tags of a header to the parts of the member, the decision maker first; the last of a repeated tag counts.</summary>
    /// <param name="header">The header.</param>
    /// <param name="parts">Where to.</param>
    /// <param name="high">The upper half of the trace id; 0 where none is said.</param>
    /// <returns>What was wrong; <see langword="null"/> when nothing was.</returns>
    internal static string? Read(string header, ref VendorParts parts, out ulong high)
    {
        high = 0;
        if (header.Length > MaxLength) return "extract_max_size";
        string? error = null;
        ReadOnlySpan<char> tid = default;
        AddTags(header, ref parts, mechanism: true, ref error, ref tid);
        AddTags(header, ref parts, mechanism: false, ref error, ref tid);
        return tid.IsEmpty || HighHalf.TryRead(tid, out high) ? error : error ?? HighHalf.Describe(tid);
    }

    /// <summary>Writes the tags of a member, and the upper half of the trace id.</summary>
    /// <param name="vendor">The member.</param>
    /// <param name="traceId">The trace id.</param>
    /// <param name="error">What was wrong; <see langword="null"/> when nothing was.</param>
    /// <returns>The header; <see langword="null"/> where none is to be written.</returns>
    internal static string? Write(in VendorMember vendor, in ActivityTraceId traceId, out string? error)
    {
        error = null;
        var high = traceId.ToHexString().AsSpan(0, 16);
        var hasHigh = !high.SequenceEqual("0000000000000000".AsSpan());
        if (!vendor.HasOthers && vendor.Mechanism.IsEmpty) return hasHigh ? string.Concat(TidPair, high.ToString()) : null;

        Span<char> buffer = stackalloc char[MaxLength];
        var length = 0;
        if (!vendor.Mechanism.IsEmpty && !TryAppend(Mechanism.AsSpan(), vendor.Mechanism, buffer, ref length, ref error)) return null;
        var rest = vendor.HasOthers ? vendor.Text : default;
        var clean = true;
        while (VendorMember.TryPart(ref rest, out var key, out var value, ref clean))
        {
            if (VendorMember.IsKnown(key) || key.Length < 3 || key[0] != 't' || key[1] != '.') continue;
            if (!TryAppend(key.Slice(2), value, buffer, ref length, ref error)) return null;
        }

        if (hasHigh && !TryAppend(Tid.AsSpan(), high, buffer, ref length, ref error)) return null;
        return length == 0 ? null : buffer.Slice(0, length).ToString();
    }

    private static void AddTags(string header, ref VendorParts parts, bool mechanism, ref string? error, scoped ref ReadOnlySpan<char> tid)
    {
        var rest = header.AsSpan();
        while (ListText.Next(ref rest, ',', out var pair))
        {
            var kind = Read(pair, out var name, out var value);
            if (kind == Pair.Malformed) error = "decoding_error";
            if (kind != Pair.Tag || IsRepeated(rest, name)) continue;
            if (name.SequenceEqual(Tid.AsSpan())) tid = value;
            else if (name.SequenceEqual(Mechanism.AsSpan()) == mechanism) parts.AddPlain("t.", name, value);
        }
    }

    private static Pair Read(ReadOnlySpan<char> pair, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        if (pair.IsEmpty) return Pair.Ignored;
        var equals = pair.IndexOf('=');
        if (equals <= 0 || equals == pair.Length - 1) return Pair.Malformed;
        name = pair.Slice(0, equals);
        value = pair.Slice(equals + 1);
        if (!name.StartsWith(Prefix.AsSpan(), StringComparison.Ordinal)) return Pair.Ignored;
        name = name.Slice(Prefix.Length);
        if (name.IsEmpty) return Pair.Malformed;
        // Given up by the vendor, who drops it too.
        return name.SequenceEqual("upstream_services".AsSpan()) ? Pair.Ignored : Pair.Tag;
    }

    private static bool IsRepeated(ReadOnlySpan<char> rest, ReadOnlySpan<char> name)
    {
        while (ListText.Next(ref rest, ',', out var pair))
        {
            if (Read(pair, out var other, out _) == Pair.Tag && other.SequenceEqual(name)) return true;
        }

        return false;
    }

    private static bool TryAppend(ReadOnlySpan<char> name, ReadOnlySpan<char> value, Span<char> buffer, ref int length, ref string? error)
    {
        var separator = length == 0 ? 0 : 1;
        if (length + separator + Prefix.Length + name.Length + 1 + value.Length > buffer.Length)
        {
            error = "inject_max_size";
            return false;
        }

        if (separator != 0) buffer[length++] = ',';
        Prefix.AsSpan().CopyTo(buffer.Slice(length));
        length += Prefix.Length;
        foreach (var c in name)
        {
            if (c is <= ' ' or > '~' or ',' or '=') error = "encoding_error";
            buffer[length++] = c;
        }

        buffer[length++] = '=';
        foreach (var c in value)
        {
            if (c is < ' ' or > '~') error = "encoding_error";
            buffer[length++] = c == '~' ? '=' : c;
        }

        return error is null;
    }
}
