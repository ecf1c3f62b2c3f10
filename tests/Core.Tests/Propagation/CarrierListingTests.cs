using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

/// <summary>When a carrier is listed for baggage that has a header for each item, and what headers that no format asks for cost.</summary>
[TestClass]
public class CarrierListingTests : CoreTestBase
{
    [TestMethod]
    [DataRow("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 0, null)]
    [DataRow("uber-trace-id", "4bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:1", 1, "v")]
    [DataRow("UBER-TRACE-ID", "garbage", 2, "v")]
    [DataRow("x-unrelated", "1", 2, "v")]
    public void Extract_ItemsOfJaeger_AreListedBesideItsIdentityOrAlone(string name, string value, int least, string? expected)
    {
        var carrier = new Listed { { name, value }, { "uberctx-k", "v" } };

        var read = new CompositePropagator().Extract(default, carrier, Listed.Get);

        Assert.AreEqual(expected, read.Baggage.GetBaggage("k"));
        if (least == 0) Assert.AreEqual(0, carrier.Listings);
        else Assert.IsGreaterThanOrEqualTo(least, carrier.Listings);
    }

    [TestMethod]
    [DataRow("b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", "", "")]
    [DataRow("x-b3-traceid", "4bf92f3577b34da6a3ce929d0e0e4736", "x-b3-spanid", "00f067aa0ba902b7")]
    public void Extract_ItemsOfJaegerBesideB3_AreRead(string name, string value, string second, string secondValue)
    {
        var carrier = new Listed { { name, value }, { second, secondValue }, { "uberctx-k", "v" } };

        Assert.AreEqual("v", new CompositePropagator().Extract(default, carrier, Listed.Get).Baggage.GetBaggage("k"));
    }

    [TestMethod]
    public void Extract_UnreadableJaegerIdentityBesideAnotherFormats_ReadsItsItems()
    {
        var carrier = new Listed { { "traceparent", Some.TraceParent() }, { "uber-trace-id", "garbage" }, { "uberctx-k", "v" } };

        var read = new CompositePropagator().Extract(default, carrier, Listed.Get);

        Assert.AreEqual("v", read.Baggage.GetBaggage("k"));
        Assert.AreEqual(Some.TraceIdHex, read.ActivityContext.TraceId.ToHexString());
    }

    [TestMethod]
    public void Extract_HeadersThatNoFormatAsksFor_AreNeitherListedNorAskedFor()
    {
        var few = new Listed { { "traceparent", Some.TraceParent() }, { "baggage", "k=v" } };
        var many = new Listed { { "traceparent", Some.TraceParent() }, { "baggage", "k=v" } };
        for (var i = 0; i < 20; i++) many.Add("x-unrelated-" + i, "value");

        var ofFew = new CompositePropagator().Extract(default, few, Listed.Get);
        var ofMany = new CompositePropagator().Extract(default, many, Listed.Get);

        Assert.AreEqual(ofFew, ofMany);
        Assert.AreEqual(0, many.Listings);
        Assert.AreEqual(few.Asked, many.Asked);
    }

    /// <summary>Counts what is asked of it.</summary>
    private sealed class Listed : IEnumerableCarrier, System.Collections.IEnumerable
    {
        private readonly PrefixCarrier _headers = [];

        public static Func<Listed, string, IEnumerable<string>?> Get { get; } = static (carrier, name) =>
        {
            carrier.Asked++;
            return PrefixCarrier.Get(carrier._headers, name);
        };

        public int Asked { get; private set; }

        public int Listings { get; private set; }

        public IEnumerable<KeyValuePair<string, string?>> Entries
        {
            get
            {
                Listings++;
                return _headers.Select(header => new KeyValuePair<string, string?>(header.Key, header.Value));
            }
        }

        public void Add(string name, string value) => _headers.Add(name, value);

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => Entries.GetEnumerator();
    }
}
