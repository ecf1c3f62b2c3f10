using Segue.Context;

namespace Segue.Core.Tests.Context;

[TestClass]
public class VendorStateTests
{
    [TestMethod]
    [DataRow(null, false)]
    [DataRow("foo=1", false)]
    [DataRow("dd=s:1;o:rum", false)]
    [DataRow("dd=s:0;u:1", false, DisplayName = "decided since")]
    [DataRow("dd=p:00f067aa0ba902b7;t.a:1,foo=1", false, DisplayName = "came in a tracestate, whose flag decides")]
    [DataRow("foo=1,dd=p:00f067aa0ba902b7;u:1", true)]
    [DataRow("dd=o:rum", true)]
    [DataRow("dd=s:many;o:rum", true)]
    public void IsUndecided_TraceState_TellsAFlagFromADecision(string? traceState, bool expected) => Assert.AreEqual(expected, VendorState.IsUndecided(traceState));

    [TestMethod]
    [DataRow("dd=", true)]
    [DataRow("foo=1, dd=p:1", true)]
    [DataRow("add=s:2", false)]
    [DataRow("", false)]
    [DataRow(null, false)]
    public void IsIn_Member_IsFoundWhateverItSays(string? traceState, bool expected) => Assert.AreEqual(expected, VendorState.IsIn(traceState));

    [TestMethod]
    [DataRow("dd=s:2", "s", "2")]
    [DataRow("foo=1, dd=s:2;o:rum;t.dm:-4,bar=baz", "o", "rum")]
    [DataRow("foo=1,dd=t.dm:-4;s:2", "t.dm", "-4")]
    [DataRow("dd=s:2", "o", null)]
    [DataRow("add=s:2", "s", null)]
    [DataRow("foo=s:2", "s", null)]
    [DataRow("dd=ss:2", "s", null)]
    [DataRow("", "s", null)]
    [DataRow(null, "s", null)]
    public void Get_Part_IsReadFromTheMemberOnly(string? state, string key, string? expected) => Assert.AreEqual(expected, VendorState.Get(state, key));

    [TestMethod]
    [DataRow(null, "s", "1", "dd=s:1")]
    [DataRow("a=b", "s", "1", "dd=s:1,a=b")]
    [DataRow("dd=s:2", "s", "1", "dd=s:1")]
    [DataRow("a=b,dd=s:2;o:rum,c=d", "s", "1", "dd=s:1;o:rum,a=b,c=d")]
    [DataRow("a=b,dd=s:2;o:rum,c=d", "s", null, "dd=o:rum,a=b,c=d")]
    [DataRow("a=b,dd=s:2", "s", null, "a=b")]
    [DataRow("dd=s:2", "s", null, null)]
    public void With_Part_PutsTheMemberFirstAndKeepsTheOthers(string? state, string key, string? value, string? expected) =>
        Assert.AreEqual(expected, VendorState.With(state, key, value));

    [TestMethod]
    [DataRow("dd=s:-1", true, -1)]
    [DataRow("dd=s:2", true, 2)]
    [DataRow("dd=s:x", false, 0)]
    [DataRow("a=b", false, 0)]
    public void TryGetPriority_State_IsReadWhenItIsANumber(string state, bool found, int expected)
    {
        Assert.AreEqual(found, VendorState.TryGetPriority(state, out var priority));
        Assert.AreEqual((SamplingPriority)expected, priority);
    }

    [TestMethod]
    [DataRow("a,b;c=d~e \u00e9:x", "a_b_c~d_e _:x", "a_b_c=d_e _:x")]
    [DataRow("YWJj==", "YWJj~~", "YWJj==")]
    public void Encode_Value_FitsAndReadsBackWhereItCan(string value, string encoded, string decoded)
    {
        Assert.AreEqual(encoded, VendorState.Encode(value));
        Assert.AreEqual(decoded, VendorState.Decode(encoded));
    }

    [TestMethod]
    [DataRow(null, true, null)]
    [DataRow("foo=1", false, "foo=1")]
    [DataRow("dd=o:rum", false, "dd=o:rum")]
    [DataRow("dd=s:many;t.dm:-4", false, "dd=s:many;t.dm:-4")]
    [DataRow("dd=s:2;t.dm:-4", true, "dd=s:2;t.dm:-4")]
    [DataRow("foo=1,dd=s:-1;t.dm:-4", false, "foo=1,dd=s:-1;t.dm:-4")]
    [DataRow("foo=1,dd=s:0;o:rum", true, "dd=s:1;t.dm:-0;o:rum,foo=1")]
    [DataRow("dd=s:-1;t.dm:-4;t.ksr:0.5", true, "dd=s:1;t.dm:-0;t.ksr:0.5")]
    [DataRow("dd=s:2;t.dm:-4;o:rum", false, "dd=s:0;o:rum")]
    public void Reconcile_PriorityBesideAFlag_FlagWins(string? state, bool keep, string? expected) => Assert.AreEqual(expected, VendorState.Reconcile(state, keep));

    [TestMethod]
    public void EncodeName_Name_HasNoSeparators() => Assert.AreEqual("usr.id_____", VendorState.EncodeName("usr.id ,=;:"));
}
