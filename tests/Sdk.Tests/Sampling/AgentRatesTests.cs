using System.Globalization;
using Segue.Sampling;

namespace Segue.Sdk.Tests.Sampling;

[TestClass]
public class AgentRatesTests
{
    private const string Answer = """{"rate_by_service":{"service:,env:":0.9,"service:shop,env:prod":0.1,"service:shop,env:":0.2,"service:a,env:b,env:prod":0.3,"service:Shop,env:prod":0.4}}""";

    [TestMethod]
    [DataRow(null, "prod", "0.1", DisplayName = "the process's own service")]
    [DataRow("shop", "prod", "0.1")]
    [DataRow("Shop", "prod", "0.4", DisplayName = "case as given")]
    [DataRow("SHOP", "prod", "0.9")]
    [DataRow("a,env:b", "prod", "0.3")]
    [DataRow("shop", null, "0.2")]
    [DataRow("shop", "stage", "0.9", DisplayName = "another environment falls back")]
    [DataRow("unknown", "prod", "0.9")]
    public void Find_ByServiceAndEnvironment_ElseForAll(string? service, string? environment, string expected)
    {
        var rates = new AgentRates();

        rates.Update(Answer, "shop", environment);

        Assert.AreEqual(expected, rates.Find(service)!.Rate.ToString(CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public void Find_NoAnswerYet_IsNull() => Assert.IsNull(new AgentRates().Find("shop"));

    [TestMethod]
    [DataRow("")]
    [DataRow("not json")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"rate_by_service\":[]}")]
    [DataRow("{\"rate_by_service\":{\"service:,env:\":0.1}")]
    public void Update_NoRatesInAnswer_KeepsThoseOfBefore(string answer)
    {
        var rates = new AgentRates();
        rates.Update(Answer, "shop", "prod");

        rates.Update(answer, "shop", "prod");

        Assert.AreEqual(0.1, rates.Find(null)!.Rate);
    }

    [TestMethod]
    [DataRow("\"0.5\"")]
    [DataRow("null")]
    [DataRow("-0.1")]
    [DataRow("1.1")]
    [DataRow("1e999")]
    public void Update_BadRate_IsLeftOut(string rate)
    {
        var rates = new AgentRates();

        rates.Update("{\"rate_by_service\":{\"service:,env:\":0.5,\"service:shop,env:prod\":" + rate + "}}", "shop", "prod");

        Assert.AreEqual(0.5, rates.Find(null)!.Rate);
    }

    [TestMethod]
    public void Update_EmptyRates_TakesTheFormerOnesBack()
    {
        var rates = new AgentRates();
        rates.Update(Answer, "shop", "prod");

        rates.Update("{\"rate_by_service\":{}}", "shop", "prod");

        Assert.IsNull(rates.Find(null));
        Assert.IsNull(rates.Find("shop"));
    }
}
