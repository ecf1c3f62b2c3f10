using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.TestKit;
using B3Propagator = Segue.Propagation.B3Propagator;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class B3PropagatorTests : PrefixPropagatorContract
{
    private const string Ids = "81c0ffeed00dfa11-1122334455667788";

    protected override TextMapPropagator Propagator { get; } = new B3Propagator();

    [TestMethod]
    [DataRow(Ids + "-1", "dd=s:1")]
    [DataRow(Ids + "-0", "dd=s:0")]
    [DataRow(Ids + "-d", "dd=s:2")]
    [DataRow(Ids, null)]
    [DataRow(Ids + "-00aabbccddeeff01", null)]
    [DataRow(Ids + "-0-00aabbccddeeff01", "dd=s:0")]
    [DataRow(" " + Ids + "-1\t", "dd=s:1")]
    public void Extract_WellFormed_SaysWhatWasDecided(string value, string? state)
    {
        var read = Extract(value);

        Assert.AreEqual("000000000000000081c0ffeed00dfa11", read.TraceId.ToHexString());
        Assert.AreEqual("1122334455667788", read.SpanId.ToHexString());
        Assert.AreEqual(state, read.TraceState);
        Assert.AreEqual(state != "dd=s:0", read.TraceFlags == ActivityTraceFlags.Recorded);
    }

    [TestMethod]
    [DataRow("0")]
    [DataRow("d")]
    [DataRow("-")]
    [DataRow("---")]
    [DataRow(Ids + "-")]
    [DataRow(Ids + "-2")]
    [DataRow(Ids + "-true")]
    [DataRow(Ids + "1")]
    [DataRow(Ids + "-1-00aabbccddeeff01-1")]
    [DataRow("1" + Ids + "-1")]
    [DataRow("81c0ffeed00dfa1-1122334455667788-1")]
    [DataRow("81c0ffeed00dfa1g-1122334455667788-1")]
    [DataRow("81c0ffeed00dfa11-112233445566778-1")]
    [DataRow("81c0ffeed00dfa11-112233445566778g-1")]
    public void Extract_Malformed_GivesNoContext(string value) => Assert.AreEqual(default, Extract(value));

    [TestMethod]
    public void Inject_UpperHalfZero_WritesSixteenDigits()
    {
        var carrier = new PrefixCarrier();
        var context = new ActivityContext(TraceIds.ToTraceId(0, 0xff), TraceIds.ToSpanId(1), ActivityTraceFlags.Recorded);

        Propagator.Inject(new PropagationContext(context, default), carrier, PrefixCarrier.Set);

        Assert.AreEqual("00000000000000ff-0000000000000001-1", carrier["b3"]);
    }

    private ActivityContext Extract(string value) => Propagator.Extract(default, new PrefixCarrier { { "b3", value } }, PrefixCarrier.Get).ActivityContext;
}
