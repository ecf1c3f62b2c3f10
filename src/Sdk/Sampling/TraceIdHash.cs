using System.Buffers.Binary;
using System.Diagnostics;

namespace Segue.Sampling;

/// <summary>Decides by trace id and rate alone, so that services in any language which use the same rate keep the same traces.</summary>
/// <remarks>
/// <c>hash = low64(traceId) * 1111111111111111111 mod 2^64</c>, kept when <c>hash &lt;= rate * (2^64 - 1)</c>: e.g. id 1 hashes to
/// <c>0f6b75ab2bc471c7</c> and is kept from rate 0.1 upwards. Rate 1 keeps all, rate 0 none.
/// </remarks>
internal static class TraceIdHash
{
    private const ulong Factor = 1111111111111111111;

    internal static ulong Of(ulong low64) => unchecked(low64 * Factor);

    internal static bool Keeps(ulong low64, double rate)
    {
        if (rate >= 1) return true;
        if (!(rate > 0)) return false;
        // 2^64 - 1 is not a double; the nearest one is 2^64, and a rate below 1 stays below it.
        return Of(low64) <= (ulong)(rate * ulong.MaxValue);
    }

    internal static bool Keeps(ActivityTraceId traceId, double rate)
    {
        if (rate >= 1) return true;
        Span<byte> bytes = stackalloc byte[16];
        traceId.CopyTo(bytes);
        return Keeps(BinaryPrimitives.ReadUInt64BigEndian(bytes.Slice(8)), rate);
    }
}
