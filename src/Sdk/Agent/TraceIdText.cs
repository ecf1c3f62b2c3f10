using System.Diagnostics;
using Segue.Context;

namespace Segue.Agent;

/// <summary>The id of a trace as its spans tell it, put together once for all of them.</summary>
internal sealed class TraceIdText
{
    private const int Digits = 32;

    // "otel.trace_id" and its value, of which only the digits change.
    private readonly byte[] _entry = EncodedEntries.Of("otel.trace_id", new string('0', Digits)).Bytes;
    private string? _hex;

    /// <summary>The lower 64 bits.</summary>
    internal ulong Low { get; private set; }

    /// <summary>Whether the upper 64 bits say anything.</summary>
    internal bool HasHigh { get; private set; }

    /// <summary>The upper 64 bits as digits.</summary>
    internal ReadOnlySpan<byte> High => _entry.AsSpan(_entry.Length - Digits, Digits / 2);

    /// <summary>The entry of <c>meta</c>, encoded.</summary>
    internal ReadOnlySpan<byte> Entry => _entry;

    internal void Read(ActivityTraceId id)
    {
        var hex = id.ToHexString();
        // Spans of one process have the very string in common.
        if (ReferenceEquals(hex, _hex)) return;
        _hex = hex;
        Low = TraceIds.Low64(id);
        HasHigh = TraceIds.High64(id) != 0;
        var digits = _entry.AsSpan(_entry.Length - Digits);
        for (var i = 0; i < digits.Length; i++) digits[i] = (byte)hex[i];
    }
}
