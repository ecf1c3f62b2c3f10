using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class LimitsTests : SdkTestBase
{
    [TestMethod]
    public void Cut_LengthAtLimit_Stays() => Assert.AreEqual("abc", Limits.Cut("abc", 3));

    [TestMethod]
    public void Cut_LengthOverLimit_IsCut() => Assert.AreEqual("abc", Limits.Cut("abcd", 3));

    [TestMethod]
    public void Cut_WithinSurrogatePair_DropsThePair() => Assert.AreEqual("ab", Limits.Cut("ab\U0001F600", 3));

    [TestMethod]
    public void Sent_AllTooLong_CutToTheAgentsLimits()
    {
        var activity = FinishedSpans.Make(new string('n', 6_000), change: span =>
        {
            span.SetTag("operation.name", new string('o', 101));
            span.SetTag("service.name", new string('s', 101));
            span.SetTag("span.type", new string('t', 101));
            span.SetTag(new string('k', 201), "v");
            span.SetTag(new string('m', 201), 1);
            span.SetTag("long", new string('v', 4_998));
            span.SetTag("fits", new string('v', 4_997));
        });

        var sent = FinishedSpans.Sent(activity);

        Assert.AreEqual(new string('o', 100), sent.Name);
        Assert.AreEqual(new string('n', 5_000), sent.Resource);
        Assert.AreEqual(new string('s', 100), sent.Service);
        Assert.AreEqual(new string('t', 100), sent.Type);
        Assert.AreEqual("v", sent.Meta[new string('k', 200)]);
        Assert.AreEqual(1, sent.Metrics[new string('m', 200)]);
        Assert.AreEqual(new string('v', 4_997) + "...", sent.Meta["long"]);
        Assert.AreEqual(new string('v', 4_997), sent.Meta["fits"]);
    }
}
