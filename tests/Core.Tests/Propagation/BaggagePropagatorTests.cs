using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.TestKit;
using BaggagePropagator = Segue.Propagation.BaggagePropagator;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class BaggagePropagatorTests : CoreTestBase
{
    [TestMethod]
    [DataRow("k=v;prop=1")]
    [DataRow("k=v;a;b=2;a")]
    [DataRow("k=a%3Bb;ttl=30")]
    [DataRow("a=1,k=v;prop=1,b=2;flag")]
    public void Inject_WhatWasExtracted_GoesOutWithItsProperties(string header) => Assert.AreEqual(header, Inject(Extract(header)));

    [TestMethod]
    public void Extract_Properties_DoNotShowInTheValue() => Assert.AreEqual("v", Extract("k=v; prop=1 ; flag").GetBaggage("k"));

    [TestMethod]
    public void Inject_ValueSetAnew_GoesOutWithoutProperties() =>
        Assert.AreEqual("k=w", Inject(Extract("k=v;prop=1").SetBaggage("k", "w")));

    [TestMethod]
    public void Inject_ValueWithSemicolon_IsNoProperty() =>
        Assert.AreEqual("k=a%3Bb%3Dc", Inject(Create(("k", "a;b=c"))));

    [TestMethod]
    [DataRow("k=v;p=é", "k=v")]
    [DataRow("k=v;p=\u0001", "k=v")]
    [DataRow("k=v;", "k=v")]
    public void Inject_PropertiesThatNoHeaderHolds_AreLeftOut(string header, string expected) => Assert.AreEqual(expected, Inject(Extract(header)));

    [TestMethod]
    [DataRow("user id", "user%20id=v")]
    [DataRow("a=b,c;d", "a%3Db%2Cc%3Bd=v")]
    [DataRow("Jürgen", "J%C3%BCrgen=v")]
    [DataRow("100%41", "100%2541=v")]
    [DataRow("\ud83d\ude00", "%F0%9F%98%80=v")]
    [DataRow("!#$&'*-.^_`|~09azAZ", "!#$&'*-.^_`|~09azAZ=v")]
    public void Inject_KeyThatIsNoToken_IsEncodedAndComesBack(string key, string header)
    {
        Assert.AreEqual(header, Inject(Create((key, "v"))));
        Assert.AreEqual("v", Extract(header).GetBaggage(key));
    }

    [TestMethod]
    public void Inject_LoneSurrogate_IsReplaced() => Assert.AreEqual("k=%EF%BF%BDx", Inject(Create(("k", "\ud83dx"))));

    [TestMethod]
    [DataRow(" a\t= 1 ,\tb =2", "a=1,b=2", 0)]
    [DataRow("a=1,,b=2,", "a=1,b=2", 0)]
    [DataRow("a=1,b,c=3", "a=1,c=3", 1)]
    [DataRow("a;x=1,b=2", "b=2", 1)]
    [DataRow("a=1,a=2", "a=2", 0)]
    public void Extract_Members_AreReadOneByOne(string header, string expected, int malformed)
    {
        Assert.AreEqual(expected, Inject(Extract(header)));
        Assert.AreEqual(malformed, Counters["segue.misuse/baggage_malformed"]);
    }

    [TestMethod]
    [DataRow(64, 64, 0)]
    [DataRow(65, 64, 1)]
    public void Extract_NumberOfItems_HasALimit(int count, int kept, int reported)
    {
        Assert.AreEqual(kept, Extract(string.Join(',', Items(count).Select(item => item.Key + "=" + item.Value))).Count);
        Assert.AreEqual(reported, Counters["segue.misuse/baggage_limit"]);
    }

    [TestMethod]
    [DataRow(64, 64, 0)]
    [DataRow(65, 64, 1)]
    public void Inject_NumberOfItems_HasALimit(int count, int kept, int reported)
    {
        Assert.HasCount(kept, Inject(Create(Items(count)))!.Split(','));
        Assert.AreEqual(reported, Counters["segue.misuse/baggage_limit"]);
    }

    [TestMethod]
    [DataRow("a=1,b=", 8_192, true)]
    [DataRow("a=1,b=", 8_193, false)]
    public void Extract_Length_HasALimit(string start, int length, bool kept)
    {
        var header = start + new string('x', length - start.Length);

        Assert.AreEqual(kept ? 2 : 1, Extract(header).Count);
        Assert.AreEqual(kept ? 0 : 1, Counters["segue.misuse/baggage_limit"]);
    }

    [TestMethod]
    public void Extract_MemberThatEndsAtTheLimit_IsKept()
    {
        var header = "a=" + new string('x', 8_190);

        Assert.AreEqual(1, Extract(header + ",b=2").Count);
        Assert.AreEqual(1, Extract(header, "b=2").Count);
        Assert.AreEqual(2, Counters["segue.misuse/baggage_limit"]);
    }

    [TestMethod]
    [DataRow(8_192, true)]
    [DataRow(8_193, false)]
    public void Inject_Length_HasALimit(int length, bool kept) =>
        Assert.AreEqual(kept ? length : 3, Inject(Create(("a", "1"), ("b", new string('x', length - "a=1,b=".Length))))!.Length);

    [TestMethod]
    public void Inject_NothingThatCanBeWritten_WritesNoHeader()
    {
        Assert.IsNull(Inject(default));
        Assert.IsNull(Inject(Create(("k", ""))));
        Assert.AreEqual(1, Counters["segue.misuse/baggage_empty"]);
    }

    [TestMethod]
    public void Extract_BaggageFoundBefore_IsKept()
    {
        var found = new PropagationContext(Some.Context(), Create(("k", "v")));

        Assert.AreEqual(found, new BaggagePropagator().Extract(found, new[] { "a=1" }, static (carrier, _) => carrier));
    }

    private static (string Key, string Value)[] Items(int count) => [.. Enumerable.Range(1, count).Select(i => ("k" + i, "v" + i))];

    private static Baggage Create(params (string Key, string Value)[] items) => Baggage.Create(items.ToDictionary(item => item.Key, item => item.Value));

    private static Baggage Extract(params string[] headers) => new BaggagePropagator().Extract(default, headers, static (carrier, _) => carrier).Baggage;

    private static string? Inject(Baggage baggage)
    {
        var headers = new Dictionary<string, string>();
        new BaggagePropagator().Inject(new PropagationContext(default, baggage), headers, static (carrier, name, value) => carrier[name] = value);
        return headers.GetValueOrDefault("baggage");
    }
}
