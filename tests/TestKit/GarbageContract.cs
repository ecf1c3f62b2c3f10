using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OpenTelemetry.Context.Propagation;

namespace Segue.TestKit;

/// <summary>What no carrier may do to a propagator, whatever is in it: make it throw, work without bound, or pass on what no header may hold.</summary>
/// <remarks>
/// <para>Carriers come from FsCheck. <c>PROPERTY_SEED</c> and <c>PROPERTY_PROGRAMS</c> in the environment give other ones, and more of them.</para>
/// <para>The category Generated is left out under Mono, which FsCheck's generators don't run on.</para>
/// </remarks>
public abstract class GarbageContract
{
    private const ulong Seed = 20_260_102;
    private const ulong Gamma = 11;
    private const int Sets = 2_500;

    // The limits of the formats together: a list of 32,768 characters read and composed anew, baggage of 8,192, and what tells about them.
    private const int MaxAllocatedBytes = 256 * 1024;

    private const int Endlessly = 100_000;

    /// <summary>The propagator under contract.</summary>
    protected abstract TextMapPropagator Tested { get; }

    /// <summary>Starts of names that it reads besides its fields.</summary>
    protected virtual IReadOnlyList<string> Prefixes => [];

    [TestMethod]
    [TestCategory("Generated")]
    public void Extract_GeneratedHeaders_GivesWholeIdsAndTheSameAgain() => Check(0, headers =>
    {
        var read = Tested.Extract(default, headers, HeaderSet.Get);

        Assert.IsFalse(read.ActivityContext.SpanId != default && read.ActivityContext.TraceId == default, "a span without a trace");
        Assert.IsTrue(read.ActivityContext.TraceId == default || read.ActivityContext.IsRemote);
        Assert.AreNotEqual(new string('0', 32), read.ActivityContext.TraceId == default ? "" : read.ActivityContext.TraceId.ToHexString());
        AssertSame(read, Tested.Extract(default, headers, HeaderSet.Get));
        AssertSame(read, Tested.Extract(default, headers, HeaderSet.GetLazily));
    });

    [TestMethod]
    [TestCategory("Generated")]
    public void Extract_GeneratedHeaders_WorksWithinBounds() => Check(1, headers =>
    {
        Tested.Extract(default, headers, HeaderSet.Get);
        var asked = headers.Asked;
        var listed = headers.Listed;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Tested.Extract(default, headers, HeaderSet.Get);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Tested.Extract(default, headers, HeaderSet.GetLazily);

        Assert.IsLessThan(MaxAllocatedBytes, allocated);
        Assert.IsLessThanOrEqualTo(2 * Tested.Fields!.Count, asked, "each field is asked for twice at most");
        Assert.IsLessThanOrEqualTo(2 * Prefixes.Count * headers.Entries.Count, listed, "each prefix is looked for twice at most");
        Assert.IsLessThanOrEqualTo(2 * headers.Entries.Count, headers.Walked);
    });

    [TestMethod]
    [TestCategory("Generated")]
    public void Inject_WhatGeneratedHeadersSaid_WritesOnlyWhatAHeaderMayHold() => Check(2, headers =>
    {
        var read = Tested.Extract(default, headers, HeaderSet.Get);
        var written = new List<KeyValuePair<string, string>>();
        Tested.Inject(read, written, static (list, name, value) => list.Add(new(name, value)));

        foreach (var (name, value) in written)
        {
            Assert.IsTrue(name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)), name);
            Assert.IsTrue(value.All(c => c is (>= ' ' and <= '~') or '\t'), value);
        }

        Assert.AreEqual(written.Count, written.Select(entry => entry.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.IsLessThan(64 * 1024, written.Sum(entry => entry.Key.Length + entry.Value.Length));
    });

    [TestMethod]
    [DataRow("garbage")]
    [DataRow("")]
    [DataRow(null)]
    [DataRow(Some.SpanIdHex)]
    public void Extract_ValuesWithoutEnd_WalksABoundedNumberOfThem(string? value)
    {
        var walked = 0;

        Tested.Extract(default, "carrier", (_, _) => Endless());

        Assert.IsLessThan(Endlessly, walked);

        IEnumerable<string> Endless()
        {
            while (walked++ <= Endlessly) yield return value!;
        }
    }

    private static void AssertSame(PropagationContext expected, PropagationContext actual)
    {
        Assert.AreEqual(expected.ActivityContext, actual.ActivityContext);
        Assert.AreEqual(expected.ActivityContext.TraceState, actual.ActivityContext.TraceState);
        Assert.AreEqual(expected.Baggage, actual.Baggage);
    }

    private static ulong FromEnvironment(string name, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private void Check(ulong which, Action<HeaderSet> property) =>
        Prop.ForAll(HeaderSets.For(Tested, Prefixes), property).Check(Config.QuickThrowOnFailure
            .WithMaxTest((int)FromEnvironment("PROPERTY_PROGRAMS", Sets))
            .WithReplay(FromEnvironment("PROPERTY_SEED", Seed) + which, Gamma)
            .WithQuietOnSuccess(true));
}
