using System.Diagnostics;
using Segue.Context;

namespace Segue.Core.Tests.Context;

[TestClass]
public class LocalTraceTests
{
    [TestMethod]
    [DataRow(null, SamplingPriority.UserKeep, "dd=s:2")]
    [DataRow("foo=1", SamplingPriority.UserReject, "dd=s:-1,foo=1")]
    [DataRow("dd=o:rum", SamplingPriority.UserKeep, "dd=s:2;o:rum")]
    [DataRow("dd=s:1;t.dm:-0;o:rum", SamplingPriority.UserKeep, "dd=s:2;t.dm:-4;o:rum")]
    [DataRow("dd=s:0;o:rum", SamplingPriority.UserKeep, "dd=s:2;t.dm:-4;o:rum")]
    [DataRow("dd=s:1;t.dm:-0;o:rum", SamplingPriority.UserReject, "dd=s:-1;o:rum")]
    [DataRow("foo=1,dd=s:2;t.dm:-3", SamplingPriority.UserKeep, "foo=1,dd=s:2;t.dm:-3", DisplayName = "decided so before: nothing changes")]
    public void InForce_DecisionChanged_MechanismFollows(string? before, SamplingPriority decision, string expected)
    {
        var context = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, before);

        LocalTrace.Decide(context, decision);

        var inForce = LocalTrace.InForce(context);
        Assert.AreEqual(expected, inForce.TraceState);
        Assert.AreEqual(decision > 0, (inForce.TraceFlags & ActivityTraceFlags.Recorded) != 0);
    }
}
