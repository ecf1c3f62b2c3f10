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

    private static bool IsDecision(string name) => name.Contains("sampled", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<string> Names() => BaggagePrefix is null ? Propagator.Fields! : Propagator.Fields!.Append(BaggagePrefix + "k");

    private PrefixCarrier EachField(string? value)
    {
        var carrier = new PrefixCarrier();
        foreach (var name in Names()) carrier.Add(name, value);
        return carrier;
    }
}
