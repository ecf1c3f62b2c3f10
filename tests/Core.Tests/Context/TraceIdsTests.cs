using System.Diagnostics;
using Segue.Context;
using Segue.TestKit;

namespace Segue.Core.Tests.Context;

[TestClass]
public class TraceIdsTests
{
    [TestMethod]
    public void Halves_OfATraceId_RoundTrip()
    {
        var id = ActivityTraceId.CreateFromString(Some.TraceIdHex);

        Assert.AreEqual(0x4bf92f3577b34da6UL, TraceIds.High64(id));
        Assert.AreEqual(0xa3ce929d0e0e4736UL, TraceIds.Low64(id));
        Assert.AreEqual(id, TraceIds.ToTraceId(TraceIds.High64(id), TraceIds.Low64(id)));
    }

    [TestMethod]
    public void SpanId_AsNumber_RoundTrips()
    {
        var id = ActivitySpanId.CreateFromString(Some.SpanIdHex);

        Assert.AreEqual(0x00f067aa0ba902b7UL, TraceIds.ToUInt64(id));
        Assert.AreEqual(id, TraceIds.ToSpanId(0x00f067aa0ba902b7UL));
    }

    [TestMethod]
    public void Zero_EitherWay_IsDefault()
    {
        Assert.AreEqual(default, TraceIds.ToTraceId(0, 0));
        Assert.AreEqual(default, TraceIds.ToSpanId(0));
        Assert.AreEqual(0UL, TraceIds.Low64(default));
        Assert.AreEqual(0UL, TraceIds.ToUInt64(default));
    }

    [TestMethod]
    [DataRow("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, DisplayName = "128 bit")]
    [DataRow("4BF92F3577B34DA6A3CE929D0E0E4736", "00F067AA0BA902B7", true, DisplayName = "upper case")]
    [DataRow("a3ce929d0e0e4736", "00f067aa0ba902b7", true, DisplayName = "64 bit")]
    [DataRow("a3ce929d0e0e473", "00f067aa0ba902b7", false, DisplayName = "odd width")]
    [DataRow("a3ce929d0e0e473g", "00f067aa0ba902b7", false, DisplayName = "not hex")]
    [DataRow("00000000000000000000000000000000", "00f067aa0ba902b7", false, DisplayName = "zero trace")]
    [DataRow("a3ce929d0e0e4736", "0000000000000000", false, DisplayName = "zero span")]
    [DataRow("a3ce929d0e0e4736", "f067aa0ba902b7", false, DisplayName = "short span")]
    [DataRow(null, "00f067aa0ba902b7", false, DisplayName = "no trace")]
    [DataRow("a3ce929d0e0e4736", null, false, DisplayName = "no span")]
    public void TryParse_Text_IsReadWhenBothAreIds(string? traceId, string? spanId, bool expected)
    {
        Assert.AreEqual(expected, TraceIds.TryParse(traceId, spanId, out var context));
        Assert.AreEqual(expected, context.IsValid());
    }
}

file static class Validity
{
    internal static bool IsValid(this ActivityContext context) => context.TraceId != default && context.SpanId != default;
}
