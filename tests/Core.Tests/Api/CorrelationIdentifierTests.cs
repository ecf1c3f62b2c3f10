using Segue.TestKit;

namespace Segue.Core.Tests.Api;

[TestClass]
public class CorrelationIdentifierTests : CoreTestBase
{
    [TestMethod]
    public void Ids_NothingActive_AreZero()
    {
        Assert.AreEqual(0UL, CorrelationIdentifier.TraceId);
        Assert.AreEqual(0UL, CorrelationIdentifier.SpanId);
        Assert.AreEqual(new string('0', 32), CorrelationIdentifier.TraceIdHex);
        Assert.AreEqual(new string('0', 16), CorrelationIdentifier.SpanIdHex);
    }

    [TestMethod]
    public void Ids_AnyApiActive_AreThoseOfTheSpan()
    {
        using var native = Some.Source.StartActivity("other")!;

        Assert.AreEqual(native.TraceId.ToHexString(), CorrelationIdentifier.TraceIdHex);
        Assert.AreEqual(native.SpanId.ToHexString(), CorrelationIdentifier.SpanIdHex);
        Assert.AreEqual(Convert.ToUInt64(native.TraceId.ToHexString()[16..], 16), CorrelationIdentifier.TraceId);
        Assert.AreEqual(Convert.ToUInt64(native.SpanId.ToHexString(), 16), CorrelationIdentifier.SpanId);
    }

    [TestMethod]
    public void Service_Set_IsReadBackAndNullIsEmpty()
    {
        CorrelationIdentifier.SetService("s", null, "e");

        Assert.AreEqual("s", CorrelationIdentifier.Service);
        Assert.AreEqual("", CorrelationIdentifier.Version);
        Assert.AreEqual("e", CorrelationIdentifier.Env);
        CorrelationIdentifier.SetService(null, null, null);
    }
}
