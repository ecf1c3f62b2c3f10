using System.Collections.Specialized;
using OpenTelemetry;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class PrefixBaggageTests : CoreTestBase
{
    public static IEnumerable<object[]> Carriers()
    {
        using var request = new HttpRequestMessage();
        request.Headers.Add("Uberctx-K", ["1", "v"]);
        yield return [new Listed()];
        yield return [new Dictionary<string, string> { ["Uberctx-K"] = "v" }];
        yield return [new Dictionary<string, string[]> { ["Uberctx-K"] = ["1", null!, "v"], ["uberctx-n"] = null! }];
        yield return [new Dictionary<string, IEnumerable<string>> { ["Uberctx-K"] = ["1", "v"] }];
        yield return [request.Headers];
        yield return [new NameValueCollection { { "Uberctx-K", "1" }, { "Uberctx-K", "v" }, { null, "x" } }];
    }

    [TestMethod]
    [DynamicData(nameof(Carriers))]
    public void Extract_CarrierThatCanBeListed_GivesItsItems(object carrier)
    {
        var read = new JaegerPropagator().Extract(default, carrier, (_, _) => []);

        Assert.AreEqual(1, read.Baggage.Count);
        Assert.AreEqual("v", read.Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void Extract_CarrierListingNull_GivesNothing() => Assert.AreEqual(default, new JaegerPropagator().Extract(default, new Unlisted(), (_, _) => null));

    [TestMethod]
    public void InjectAndExtract_OverTheLimitsOrUnsafe_IsCounted()
    {
        var sent = new Dictionary<string, string> { ["uberctx-k"] = new('v', 9_000) };
        var baggage = Baggage.Create(new() { ["k"] = new string('v', 9_000), ["a b"] = "v" });

        new JaegerPropagator().Extract(default, sent, (_, _) => null);
        new JaegerPropagator().Inject(new(default, baggage), sent, (carrier, name, value) => carrier[name] = value);

        Assert.AreEqual(2, Counters["segue.misuse/baggage_over_limit"]);
        Assert.AreEqual(1, Counters["segue.misuse/baggage_item_unsafe"]);
        Assert.AreEqual(1, sent.Count);
    }

    [TestMethod]
    public void InjectAndExtract_TogetherOverTheLimit_KeepsWhatFits()
    {
        var value = new string('v', 4_500);
        var sent = new Dictionary<string, string> { ["uberctx-a"] = value, ["uberctx-b"] = value, ["uberctx-c"] = "v" };
        var written = new Dictionary<string, string>();

        var read = new JaegerPropagator().Extract(default, sent, (_, _) => null).Baggage;
        var all = Baggage.Create(new() { ["a"] = value, ["b"] = value, ["c"] = "v" });
        new JaegerPropagator().Inject(new(default, all), written, (carrier, name, text) => carrier[name] = text);

        Assert.AreEqual("a,c", string.Join(",", read.GetBaggage().Keys));
        Assert.AreEqual("uberctx-a,uberctx-c", string.Join(",", written.Keys));
    }

    [TestMethod]
    [DataRow("baggage", "requestId=1", "uberctx-requestid", "1", "requestId=1")]
    [DataRow("baggage", "requestId=1,requestid=2", "uberctx-requestid", "3", "requestId=1,requestid=3")]
    [DataRow("baggage", "other=1", "uberctx-requestid", "2", "other=1,requestid=2")]
    public void Extract_ItemWhoseCaseAnotherFormatKept_IsOneItem(string name, string value, string prefixed, string prefixedValue, string expected)
    {
        var sent = new Dictionary<string, string> { ["uber-trace-id"] = "1:2:0:1", [name] = value, [prefixed] = prefixedValue };

        var read = new CompositePropagator().Extract(default, sent, (carrier, header) => carrier.TryGetValue(header, out var text) ? [text] : null);

        Assert.AreEqual(expected, string.Join(',', read.Baggage.GetBaggage().OrderBy(item => item.Value).Select(item => item.Key + "=" + item.Value)));
    }

    private sealed class Listed : IEnumerableCarrier
    {
        public IEnumerable<KeyValuePair<string, string?>> Entries => [new("Uberctx-K", "1"), new("uberctx-k", "v"), new("uberctx-k", null), new(null!, "x")];
    }

    private sealed class Unlisted : IEnumerableCarrier
    {
        public IEnumerable<KeyValuePair<string, string?>> Entries => null!;
    }
}
