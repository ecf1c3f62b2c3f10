using System.Diagnostics;
using OpenTelemetry;
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
    public void Extract_ValuesWithoutEnd_Returns() => Assert.AreEqual(default, Propagator.Extract(default, "carrier", (_, _) => Endless()).ActivityContext);

    [TestMethod]
    public void Extract_RandomHeaders_NeverThrowsAndGivesWholeIdsOnly()
    {
        var random = new Random(20_240_611);
        for (var i = 0; i < 5_000; i++)
        {
            var carrier = new PrefixCarrier();
            foreach (var name in Names()) carrier.Add(name, RandomText(random));
            AssertWhole(Extract(carrier).ActivityContext);
        }
    }

    [TestMethod]
    public void Extract_GoodHeadersDamaged_NeverThrowsAndGivesWholeIdsOnly()
    {
        var random = new Random(20_240_612);
        var good = Injected(Context(Trace128, SamplingPriority.AutoKeep), Baggage.Create(new() { ["k"] = "v w" }));
        for (var i = 0; i < 5_000; i++)
        {
            var carrier = new PrefixCarrier();
            foreach (var entry in good) carrier.Add(entry.Key, Damage(entry.Value, random));
            AssertWhole(Extract(carrier).ActivityContext);
        }
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

    private static void AssertWhole(ActivityContext read)
    {
        Assert.AreEqual(read.TraceId == default, read.SpanId == default);
        if (read.TraceId == default) return;
        Assert.AreNotEqual(new string('0', 32), read.TraceId.ToHexString());
        Assert.AreNotEqual(new string('0', 16), read.SpanId.ToHexString());
    }

    private static bool IsDecision(string name) => name.Contains("sampled", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Endless()
    {
        while (true) yield return "garbage";
    }

    private static string RandomText(Random random)
    {
        const string Likely = "0123456789abcdefABCDEF:-%,=; \t";
        var text = new char[random.Next(70)];
        for (var i = 0; i < text.Length; i++) text[i] = random.Next(4) == 0 ? (char)random.Next(0x10000) : Likely[random.Next(Likely.Length)];
        return new string(text);
    }

    private static string Damage(string value, Random random)
    {
        var at = random.Next(value.Length);
        return random.Next(4) switch
        {
            0 => value[..at],
            1 => value.Remove(at, 1),
            2 => value.Insert(at, RandomText(random)),
            _ => value[..at] + (char)random.Next(0x100) + value[(at + 1)..],
        };
    }

    private IEnumerable<string> Names() => BaggagePrefix is null ? Propagator.Fields! : Propagator.Fields!.Append(BaggagePrefix + "k");

    private PrefixCarrier EachField(string? value)
    {
        var carrier = new PrefixCarrier();
        foreach (var name in Names()) carrier.Add(name, value);
        return carrier;
    }
}
