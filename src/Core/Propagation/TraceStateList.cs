using System.Diagnostics;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Reads and writes a W3C <c>tracestate</c> value around the vendor's member.</summary>
/// <remarks>
/// <para>Shape: <c>{key}={value},{key}={value}</c>; read as <c>dd=</c> first if there is one, then the members of others in their order, without white space.</para>
/// <para>Units and limits: 32 members; keys and values of 256 characters; lists of 32,768 characters, of which 16,447 suffice for every
/// list that is in order. The recommendation asks for 512 at least (section 3.3.1.5).</para>
/// <para>Errors: one malformed member or a 33rd discards the members of others, as the recommendation has it; <c>dd=</c> is read all the same,
/// so that a neighbour's mistake turns no decision.</para>
/// <para>Source: W3C Trace Context, section 3.3, https://www.w3.org/TR/2021/REC-trace-context-1-20211123/#tracestate-header.</para>
/// </remarks>
internal static class TraceStateList
{
    internal const int MaxLength = 32_768;

    private const int MaxMembers = 32;
    private const int MaxKeyLength = 256;
    private const int MaxValueLength = 256;

    // Writers of dd= don't all keep to 256; what is longer than this is no member of theirs.
    private const int MaxVendorLength = 1_024;

    // Kept in process only: the headers that the trace arrived in.
    private const string InternalMember = "sg=";
    private const int StackLength = 384;

    private static readonly CharSet _key = new(CharSet.Range('a', 'z') + CharSet.Range('0', '9') + "_-*/@");
    private static readonly CharSet _value = new(CharSet.Range(' ', '+') + CharSet.Range('-', '<') + CharSet.Range('>', '~'));

    /// <summary>Reads a list that came with a valid <c>traceparent</c>.</summary>
    /// <param name="header">The list, not longer than <see cref="MaxLength"/>.</param>
    /// <param name="sampled">Bit 0 of the flags.</param>
    /// <param name="traceId">The trace id, whose upper half <c>t.tid</c> must repeat.</param>
    /// <returns>The list as it is kept in process; the very string given where nothing had to change.</returns>
    internal static string? Read(string header, bool sampled, in ActivityTraceId traceId)
    {
        Span<int> starts = stackalloc int[MaxMembers];
        Span<int> lengths = stackalloc int[MaxMembers];
        VendorMember vendor = default;
        int vendorAt = -1, members = 0, others = 0, usedLength = 0;
        var valid = true;
        for (var at = 0; at < header.Length;)
        {
            var end = header.IndexOf(',', at);
            if (end < 0) end = header.Length;
            var member = ListText.Trim(header.AsSpan(at, end - at));
            var start = at + (member.IsEmpty ? 0 : header.AsSpan(at, end - at).IndexOf(member[0]));
            at = end + 1;
            if (member.IsEmpty) continue;

            members++;
            if (member.StartsWith(VendorState.Member.AsSpan(), StringComparison.Ordinal))
            {
                if (vendorAt >= 0 || !IsVendorValue(member.Slice(VendorState.Member.Length))) continue;
                vendor = VendorMember.Read(member.Slice(VendorState.Member.Length));
                vendorAt = start;
                usedLength += member.Length + 1;
                continue;
            }

            if (members > MaxMembers || !IsMember(member)) valid = false;
            if (!valid || member.StartsWith(InternalMember.AsSpan(), StringComparison.Ordinal) || IsRepeated(header, starts, lengths, others, member)) continue;
            starts[others] = start;
            lengths[others++] = member.Length;
            usedLength += member.Length + 1;
        }

        if (!valid)
        {
            Misuse.Report("tracestate_malformed", "The members of others in a tracestate were discarded, because one of them is malformed or they are too many.");
            others = 0;
        }

        var changed = Correct(ref vendor, sampled, traceId);
        if (valid && !changed && usedLength - 1 == header.Length && vendorAt <= 0 && (vendorAt < 0 || vendor.IsClean)) return header;
        return Compose(header, vendor, starts.Slice(0, others), lengths);
    }

    /// <summary>Writes the list that goes out with a span.</summary>
    /// <param name="traceState">The list of the span's context.</param>
    /// <param name="spanId">The span, which the vendor's member names.</param>
    /// <param name="isRecorded">Its flag, which the vendor's member must not contradict.</param>
    internal static string Write(string? traceState, ActivitySpanId spanId, bool isRecorded) =>
        string.IsNullOrEmpty(traceState) ? string.Concat("dd=p:", spanId.ToHexString()) : WriteAround(traceState!, spanId.ToHexString(), isRecorded);

    // Apart, so that a list of one does not pay for the buffer.
    private static string WriteAround(string traceState, string spanId, bool isRecorded)
    {
        var needed = VendorState.Member.Length + VendorMember.MaxWireLength + 1 + traceState.Length;
        Span<char> stack = stackalloc char[StackLength];
        var buffer = needed <= StackLength ? stack : new char[needed];
        VendorState.Member.AsSpan().CopyTo(buffer);
        var vendor = VendorState.ReadMember(traceState);
        vendor.Reconcile(isRecorded);
        vendor.Parent = spanId.AsSpan();
        var length = VendorState.Member.Length + vendor.Write(buffer.Slice(VendorState.Member.Length, VendorMember.MaxWireLength), internally: false, out var complete);
        if (!complete) Misuse.Report("tracestate_dd_full", "Parts of the vendor's member stayed out of tracestate, whose values hold 256 characters.");

        var rest = traceState.AsSpan();
        var members = 1;
        while (members < MaxMembers && ListText.Next(ref rest, ',', out var member))
        {
            if (member.IsEmpty || IsOurs(member)) continue;
            buffer[length++] = ',';
            member.CopyTo(buffer.Slice(length));
            length += member.Length;
            members++;
        }

        return buffer.Slice(0, length).ToString();
    }

    /// <summary>Brings the vendor's member in line with <c>traceparent</c>, which the nearest service wrote last.</summary>
    private static bool Correct(ref VendorMember vendor, bool sampled, in ActivityTraceId traceId)
    {
        var changed = vendor.Reconcile(sampled) | !vendor.Error.IsEmpty | !vendor.HighHalf.IsEmpty | !vendor.Undecided.IsEmpty;
        vendor.Error = default;
        if (!vendor.HighHalf.IsEmpty && !vendor.HighHalf.SequenceEqual(traceId.ToHexString().AsSpan(0, 16)))
            vendor.Error = HighHalf.Describe(vendor.HighHalf).AsSpan();
        return changed;
    }

    private static string? Compose(string header, in VendorMember vendor, Span<int> starts, Span<int> lengths)
    {
        // A part may grow: s becomes 1, t.dm -0, and an error is told.
        var buffer = new char[header.Length + 128];
        VendorState.Member.AsSpan().CopyTo(buffer);
        var length = vendor.Write(buffer.AsSpan(VendorState.Member.Length), internally: true, out _);
        if (length != 0) length += VendorState.Member.Length;
        for (var i = 0; i < starts.Length; i++)
        {
            if (length != 0) buffer[length++] = ',';
            header.CopyTo(starts[i], buffer, length, lengths[i]);
            length += lengths[i];
        }

        return length == 0 ? null : new string(buffer, 0, length);
    }

    private static bool IsOurs(ReadOnlySpan<char> member) =>
        member.StartsWith(VendorState.Member.AsSpan(), StringComparison.Ordinal) || member.StartsWith(InternalMember.AsSpan(), StringComparison.Ordinal);

    // Only one entry per key is allowed, the last position in the trace (section 3.3.1.4); entries are added on the left, so the first one is that.
    private static bool IsRepeated(string header, Span<int> starts, Span<int> lengths, int count, ReadOnlySpan<char> member)
    {
        var key = member.Slice(0, member.IndexOf('=') + 1);
        for (var i = 0; i < count; i++)
        {
            if (header.AsSpan(starts[i], lengths[i]).StartsWith(key, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool IsMember(ReadOnlySpan<char> member)
    {
        var equals = member.IndexOf('=');
        if (equals is < 1 or > MaxKeyLength || member.Length - equals - 1 is < 1 or > MaxValueLength) return false;
        return member[0] is (>= 'a' and <= 'z') or (>= '0' and <= '9') && _key.HasAll(member.Slice(0, equals)) && _value.HasAll(member.Slice(equals + 1));
    }

    private static bool IsVendorValue(ReadOnlySpan<char> value) => value.Length <= MaxVendorLength && CharSet.Printable.HasAll(value);
}
