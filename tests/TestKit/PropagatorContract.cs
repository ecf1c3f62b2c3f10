using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Segue.TestKit;

/// <summary>What every propagator owes its callers: what went in comes out, and nothing that a carrier holds makes it throw or work without bound.</summary>
public abstract partial class PropagatorContract : GarbageContract
{
    private const int Megabyte = 1024 * 1024;

    private static readonly Func<Headers, string, IEnumerable<string>?> _get = static (headers, name) => headers.Get(name);
    private static readonly Action<Headers, string, string> _set = static (headers, name, value) => headers.Set(name, value);

    /// <summary>Whether the format carries a trace's identity.</summary>
    protected virtual bool CarriesContext => true;

    /// <summary>Whether the format carries baggage that can be asked for by name.</summary>
    protected virtual bool CarriesBaggage => false;

    protected override TextMapPropagator Tested => Create();

    protected abstract TextMapPropagator Create();

    [TestMethod]
    [DataRow(Some.TraceIdHex, ActivityTraceFlags.Recorded)]
    [DataRow(Some.TraceIdHex, ActivityTraceFlags.None)]
    [DataRow("0000000000000000a3ce929d0e0e4736", ActivityTraceFlags.Recorded)]
    public void Extract_WhatWasInjected_ComesBack(string traceId, ActivityTraceFlags flags)
    {
        var sent = new ActivityContext(ActivityTraceId.CreateFromString(traceId), ActivitySpanId.CreateFromString(Some.SpanIdHex), flags);

        var read = Extract(Inject(sent)).ActivityContext;

        Assert.AreEqual(CarriesContext ? sent.TraceId : default, read.TraceId);
        Assert.AreEqual(CarriesContext ? sent.SpanId : default, read.SpanId);
        Assert.AreEqual(CarriesContext ? flags : default, read.TraceFlags);
        Assert.AreEqual(CarriesContext, read.IsRemote);
    }

    [TestMethod]
    public void Extract_BaggageThatWasInjected_ComesBack()
    {
        var baggage = Baggage.Create(new Dictionary<string, string> { ["user id"] = "Jürgen, 1;2=3 %41+", ["k"] = "v" });
        var headers = new Headers();
        Create().Inject(new PropagationContext(Some.Context(), baggage), headers, _set);

        var read = Extract(headers).Baggage;

        Assert.AreEqual(CarriesBaggage ? 2 : 0, read.Count);
        Assert.AreEqual(CarriesBaggage ? "Jürgen, 1;2=3 %41+" : null, read.GetBaggage("user id"));
    }

    [TestMethod]
    public void Inject_Twice_ReplacesWhatIsThere()
    {
        var headers = new Headers();
        var baggage = Baggage.Create(new Dictionary<string, string> { ["k"] = "v" });
        var other = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        Create().Inject(new PropagationContext(other, baggage), headers, _set);
        Create().Inject(new PropagationContext(Some.Context(), baggage), headers, _set);

        Assert.AreNotEqual(0, headers.Count);
        Assert.AreEqual(headers.Count, headers.Names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        if (CarriesContext) Assert.AreEqual(Some.Context().SpanId, Extract(headers).ActivityContext.SpanId);
    }

    [TestMethod]
    public void Inject_Context_WritesNamesThatFieldsLists()
    {
        var fields = Create().Fields!;
        foreach (var name in Inject(Some.Context()).Names) Assert.Contains(name, fields);
        Assert.AreNotEqual(0, fields.Count);
    }

    [TestMethod]
    public void Inject_NoContextAndNoBaggage_WritesNothing() => Assert.AreEqual(0, Inject(default).Count);

    [TestMethod]
    public void Inject_NullCarrierOrSetter_DoesNothing()
    {
        Create().Inject(new PropagationContext(Some.Context(), default), null!, _set);
        Create().Inject(new PropagationContext(Some.Context(), default), new Headers(), null!);
    }

    [TestMethod]
    public void Extract_NullCarrierOrGetter_GivesTheContextBack()
    {
        var given = new PropagationContext(Some.Context(), default);

        Assert.AreEqual(given, Create().Extract(given, (Headers)null!, _get));
        Assert.AreEqual(given, Create().Extract(given, Valid(), null!));
        Assert.AreEqual(default, Create().Extract(default, (Headers)null!, _get));
    }

    [TestMethod]
    public void Extract_NothingThere_GivesTheContextBack()
    {
        Assert.AreEqual(default, Extract(new Headers()));
        Assert.AreEqual(default, Create().Extract(default, new Headers(), static (_, _) => null!));
        Assert.AreEqual(default, Create().Extract(default, new Headers(), static (_, _) => []));
    }

    [TestMethod]
    public void Extract_ContextAndBaggageFoundAlready_GivesThemBack()
    {
        var found = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        var given = new PropagationContext(found, Baggage.Create(new Dictionary<string, string> { ["found"] = "1" }));

        Assert.AreEqual(given, Create().Extract(given, Valid(), _get));
    }

    [TestMethod]
    public void Extract_NullAndEmptyEntries_AreSkipped()
    {
        var expected = Extract(Valid());
        var headers = new Headers();
        foreach (var name in Valid().Names)
        {
            headers.Add(name, null!);
            headers.Add(name, "");
            foreach (var value in Valid().Get(name)) headers.Add(name, value);
            headers.Add(name, null!);
        }

        AssertSame(expected, Extract(headers));
        AssertSame(expected, Create().Extract(default, headers, static (carrier, name) => Lazily(carrier.Get(name))));
        AssertSame(expected, Create().Extract(default, headers, static (carrier, name) => new LinkedList<string>(carrier.Get(name))));
    }

    [TestMethod]
    public void Extract_NamesInUpperCase_AreFound()
    {
        var headers = new Headers();
        foreach (var name in Valid().Names) headers.Add(name.ToUpperInvariant(), Valid().Get(name)[0]);

        AssertSame(Extract(Valid()), Extract(headers));
    }

    [TestMethod]
    public void Extract_SameHeaderTwice_ReadsAsOne()
    {
        var headers = Valid();
        foreach (var name in Valid().Names) headers.Add(name, Valid().Get(name)[0]);

        AssertSame(Extract(Valid()), Extract(headers));
    }

    [TestMethod]
    public void Extract_HeadersThatDiffer_DoNotThrow()
    {
        foreach (var name in Valid().Names)
        {
            var headers = Valid();
            headers.Add(name, "other");
            headers.Add(name, Valid().Get(name)[0] + "1");
            Extract(headers);
        }
    }

    [TestMethod]
    public void Extract_EveryTruncation_DoesNotThrow()
    {
        foreach (var name in Valid().Names)
        {
            var value = Valid().Get(name)[0];
            for (var length = 0; length < value.Length; length++)
            {
                foreach (var broken in new[] { value[..length], value[length..], value[..length] + "\u0001" + value[length..], value[..length] + "é" + value[length..] })
                {
                    var headers = Valid();
                    headers.Replace(name, broken);
                    Extract(headers);
                }
            }
        }
    }

    [TestMethod]
    public void Extract_MegabyteHeaders_IsBounded()
    {
        string[] fillers = ["a", "0", "%", "%41", "%ff", ",", ";", "=", "-", ":", " ", "a=1,", "a=1;b,", "dd=s:1,", "dd=s:1;", "_dd.p.a=1,", "t.a:1;", "\u0001", "é"];
        // What was thrown away or kept must not grow with every repetition: a few copies of the header at most.
        foreach (var filler in fillers)
        {
            var text = string.Concat(Enumerable.Repeat(filler, Megabyte / filler.Length));
            foreach (var name in Valid().Names)
            {
                foreach (var large in new[] { text, Valid().Get(name)[0] + text, text + Valid().Get(name)[0] })
                {
                    var headers = Valid();
                    headers.Replace(name, large);
                    AssertBounded(headers, name + " of " + filler);
                }
            }
        }
    }

    [TestMethod]
    public void Extract_TenThousandHeaders_IsBounded()
    {
        foreach (var name in Valid().Names)
        {
            var headers = Valid();
            for (var i = 0; i < 10_000; i++) headers.Add(name, "a" + i + "=1");
            AssertBounded(headers, name);
        }
    }

    private static IEnumerable<string> Lazily(IEnumerable<string> values)
    {
        foreach (var value in values) yield return value;
    }

    private static void AssertSame(PropagationContext expected, PropagationContext actual)
    {
        Assert.AreEqual(expected.ActivityContext, actual.ActivityContext);
        Assert.AreEqual(expected.ActivityContext.TraceState, actual.ActivityContext.TraceState);
        Assert.AreEqual(expected.Baggage, actual.Baggage);
    }

    private void AssertBounded(Headers headers, string what)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Extract(headers);
        Assert.IsLessThan(8L * Megabyte, GC.GetAllocatedBytesForCurrentThread() - before, what);
    }

    private Headers Valid()
    {
        var headers = new Headers();
        var baggage = Baggage.Create(new Dictionary<string, string> { ["k"] = "v" });
        Create().Inject(new PropagationContext(Some.Context(traceState: "dd=s:2;o:rum;t.dm:-4,other=1"), baggage), headers, _set);
        return headers;
    }

    private Headers Inject(ActivityContext context)
    {
        var headers = new Headers();
        Create().Inject(new PropagationContext(context, default), headers, _set);
        return headers;
    }

    private PropagationContext Extract(Headers headers) => Create().Extract(default, headers, _get);

    /// <summary>Headers whose names are case-insensitive and may repeat.</summary>
    private sealed class Headers
    {
        private readonly List<KeyValuePair<string, string>> _entries = [];

        public int Count => _entries.Count;

        public IReadOnlyList<string> Names => [.. _entries.Select(entry => entry.Key)];

        public string[] Get(string name) => [.. _entries.Where(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Value)];

        public void Add(string name, string value) => _entries.Add(new(name, value));

        public void Set(string name, string value)
        {
            Assert.AreEqual(name.ToLowerInvariant(), name, "Names are written in lower case.");
            Replace(name, value);
        }

        public void Replace(string name, string value)
        {
            _entries.RemoveAll(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase));
            Add(name, value);
        }
    }
}
