using OpenTelemetry.Context.Propagation;

namespace Segue.TestKit;

// What is malformed, missing, repeated or endless.
public abstract partial class PrefixPropagatorContract
{
    private const int Megabyte = 1 << 20;

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow(null)]
    [DataRow("garbage")]
    public void Extract_BadValueOnly_GivesNoIdentity(string? value) => Assert.AreEqual(default, Extract(EachField(value)).ActivityContext);

    [TestMethod]
    public void Extract_BadValuesBeforeAGoodOne_ReadsTheGoodOne()
    {
        var carrier = new PrefixCarrier();
        foreach (var bad in new string?[] { null, "", "  ", "garbage" })
        {
            foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key, IsDecision(entry.Key) ? null : bad);
        }

        foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key, entry.Value);

        Assert.AreEqual(Some.SpanIdHex, Extract(carrier).ActivityContext.SpanId.ToHexString());
    }

    [TestMethod]
    public void Extract_ValuesGivenLazily_AreReadToTheGoodOne()
    {
        var carrier = new PrefixCarrier();
        foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key, IsDecision(entry.Key) ? null : "garbage");
        foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key, entry.Value);

        var read = Propagator.Extract(default, carrier, (source, name) => PrefixCarrier.Get(source, name)!.Select(value => value));

        Assert.AreEqual(Some.SpanIdHex, read.ActivityContext.SpanId.ToHexString());
    }

    [TestMethod]
    public void Extract_NullEntries_AreSkipped()
    {
        var carrier = Injected(Some.Context());
        carrier.Add(null, "x");
        carrier.Add(BaggagePrefix + "k", null);

        Assert.AreEqual(Some.SpanIdHex, Extract(carrier).ActivityContext.SpanId.ToHexString());
        Assert.AreEqual(default, Propagator.Extract(default, carrier, (_, _) => null));
        Assert.AreEqual(default, Propagator.Extract(default, (object)carrier, (_, _) => [null!, null!]));
    }

    [TestMethod]
    public void ExtractAndInject_NullArguments_DoNothing()
    {
        var given = new PropagationContext(Some.Context(), default);

        Propagator.Inject<PrefixCarrier>(given, null!, PrefixCarrier.Set);
        Propagator.Inject(given, new PrefixCarrier(), null!);

        Assert.AreEqual(given, Propagator.Extract<PrefixCarrier>(given, null!, PrefixCarrier.Get));
        Assert.AreEqual(given, Propagator.Extract(given, new PrefixCarrier(), null!));
    }

    [TestMethod]
    [DataRow("a")]
    [DataRow("0")]
    [DataRow(" ")]
    [DataRow("%")]
    [DataRow("%41")]
    [DataRow("%FFx")]
    [DataRow(":")]
    [DataRow("-")]
    [DataRow(",")]
    [DataRow("k=v,")]
    [DataRow("k=%FF,")]
    public void Extract_HeadersOfOneMegabyte_AllocatesLittle(string pattern)
    {
        var carrier = EachField(string.Concat(Enumerable.Repeat(pattern, Megabyte / pattern.Length)));
        Extract(carrier);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Extract(carrier);

        Assert.IsLessThan(Megabyte, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Extract_EveryTruncation_ReadsItsIdsOrNothing()
    {
        foreach (var name in Injected(Some.Context()).Select(entry => entry.Key).ToList())
        {
            var value = Injected(Some.Context()).Single(entry => entry.Key == name).Value;
            for (var length = 0; length < value.Length; length++)
            {
                foreach (var broken in new[] { value[..length], value[length..], value[..length] + "\u0001" + value[length..], value[..length] + "é" + value[length..] })
                {
                    var read = Extract(With(name, broken)).ActivityContext;

                    Assert.AreEqual(read.TraceId == default, read.SpanId == default, $"{name}: {broken}");
                }
            }
        }
    }

    [TestMethod]
    public void Extract_EachHeaderTwice_ReadsAsOne()
    {
        var expected = Extract(Injected(Some.Context())).ActivityContext;
        var apart = Injected(Some.Context());
        var joined = new PrefixCarrier();
        foreach (var entry in Injected(Some.Context()))
        {
            apart.Add(entry.Key, entry.Value);
            joined.Add(entry.Key, entry.Value + ", " + entry.Value);
        }

        foreach (var carrier in new[] { apart, joined })
        {
            Assert.AreEqual(expected, Extract(carrier).ActivityContext);
            Assert.AreEqual(expected.TraceState, Extract(carrier).ActivityContext.TraceState);
        }
    }

    [TestMethod]
    public void Extract_HeadersThatDiffer_ReadsTheFirst()
    {
        var carrier = Injected(Some.Context());
        foreach (var entry in Injected(Context("11111111111111112222222222222222", SamplingPriority.AutoReject))) carrier.Add(entry.Key, entry.Value);

        Assert.AreEqual(Extract(Injected(Some.Context())).ActivityContext, Extract(carrier).ActivityContext);
    }

    [TestMethod]
    public void Extract_TenThousandHeaders_AllocatesLittle()
    {
        foreach (var name in Names())
        {
            var carrier = new PrefixCarrier();
            for (var i = 0; i < 10_000; i++) carrier.Add(name, "a" + i + "=1");
            var values = PrefixCarrier.Get(carrier, name)!.ToArray();
            Extract(carrier);

            var before = GC.GetAllocatedBytesForCurrentThread();
            Propagator.Extract(default, carrier, (_, asked) => asked.Equals(name, StringComparison.OrdinalIgnoreCase) ? values : []);

            Assert.IsLessThan(Megabyte, GC.GetAllocatedBytesForCurrentThread() - before, name);
            Assert.AreEqual(default, Extract(carrier).ActivityContext);
        }
    }

    private PrefixCarrier With(string name, string value)
    {
        var carrier = new PrefixCarrier();
        foreach (var entry in Injected(Some.Context())) carrier.Add(entry.Key, entry.Key == name ? value : entry.Value);
        return carrier;
    }

    private static bool IsDecision(string name) => name.Contains("sampled", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> Names() => BaggagePrefix is null ? Propagator.Fields! : Propagator.Fields!.Append(BaggagePrefix + "k");

    private PrefixCarrier EachField(string? value)
    {
        var carrier = new PrefixCarrier();
        foreach (var name in Names()) carrier.Add(name, value);
        return carrier;
    }
}
