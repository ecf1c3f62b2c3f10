using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace Segue.TestKit;

/// <summary>Generates what may stand in a carrier: what a propagator wrote, kept, damaged, repeated, renamed or replaced, and headers that nobody wrote.</summary>
public static class HeaderSets
{
    private const int Megabyte = 1 << 20;

    private static readonly string[] _fragments =
    [
        "", " ", "\t", "0", "1", "-1", "2", "d", "-", ":", ";", ",", "=", "%", "%41", "%zz", "%ff", "~", "_", "\\", "\"", "é", "\ud83d\ude00", "\ud800", "\0", "\r\n", "\u0001",
        "00-", "ff-", "01-", "-00-00", "dd=", "dd=s:1", "dd=s:-1;p:0", "s:9999999999", "o:", "t.dm:-4", "t.tid:zz", "sg=bdj", "_dd.p.tid=", "_dd.p.dm=-1", "a=1", "a=1;b=2", ",,", "=,=",
        "18446744073709551615", "18446744073709551616", "0000000000000000", "00000000000000000000000000000000", Some.TraceIdHex, Some.SpanIdHex, "true", "false", "%3A", "k=v,",
    ];

    private static readonly string?[] _states = [null, "", "dd=s:2;o:rum;t.dm:-4,other=1", "dd=s:-1", "dd=p:00f067aa0ba902b7", "other=1,more=2", "dd=s:1;t.a:b~c;t.ksr:1"];

    private static readonly Gen<string> _text = Gen.OneOf(Gen.Elements(_fragments), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""), Gen.ArrayOf(Gen.Elements(_fragments)).Select(string.Concat));

    private static readonly Gen<string?> _value = Gen.Frequency(
        (3, Gen.Constant<string?>(null)),
        (60, _text.Select(text => (string?)text)),
        (1, Gen.Elements(_fragments).Select(text => text.Length == 0 ? null : (string?)string.Concat(Enumerable.Repeat(text, Megabyte / text.Length)))));

    private static readonly Gen<Edit> _edit =
        from kind in Gen.Frequency((1, Gen.Choose(0, 14)), (3, Gen.Constant(15)))
        from at in Gen.Choose(0, 200)
        from text in _text
        from value in _value
        select new Edit(kind, at, text, value);

    /// <summary>Sets for one propagator.</summary>
    /// <param name="propagator">Writes the headers that are damaged.</param>
    /// <param name="prefixes">Starts of names that it reads besides its fields.</param>
    public static Arbitrary<HeaderSet> For(TextMapPropagator propagator, IReadOnlyList<string> prefixes)
    {
        string[] known = [.. propagator.Fields!, .. prefixes, .. prefixes.Select(prefix => prefix + "k")];
        var name = Gen.Frequency((6, Gen.Elements(known)), (2, Gen.Elements(known).Select(text => text.ToUpperInvariant())), (1, _text), (1, Gen.Constant<string>(null!)));
        var stray = from key in name from value in _value select new KeyValuePair<string, string?>(key, value);
        var sets =
            from written in Gen.Frequency((1, Gen.Constant<IReadOnlyList<KeyValuePair<string, string?>>>([])), (30, Written(propagator)))
            from edits in Gen.ArrayOf(_edit, written.Count)
            from count in Gen.Choose(0, 3)
            from strays in Gen.ArrayOf(stray, count)
            from order in Gen.Shuffle(written.SelectMany((entry, i) => edits[i].Of(entry)).Concat(strays).ToArray())
            select new HeaderSet(order);
        return Arb.From(sets, Shrink);
    }

    private static Gen<IReadOnlyList<KeyValuePair<string, string?>>> Written(TextMapPropagator propagator) =>
        from trace in Gen.Elements(Some.TraceIdHex, "0000000000000000a3ce929d0e0e4736", "ffffffffffffffffffffffffffffffff")
        from span in Gen.Elements(Some.SpanIdHex, "0000000000000001", "ffffffffffffffff")
        from flags in Gen.Elements(ActivityTraceFlags.None, ActivityTraceFlags.Recorded)
        from state in Gen.Elements(_states)
        from key in Gen.Elements("k", "a b", "é")
        from value in _text
        select Inject(propagator, new ActivityContext(ActivityTraceId.CreateFromString(trace), ActivitySpanId.CreateFromString(span), flags, state), key, value);

    private static IReadOnlyList<KeyValuePair<string, string?>> Inject(TextMapPropagator propagator, ActivityContext context, string key, string value)
    {
        var written = new List<KeyValuePair<string, string?>>();
        propagator.Inject(new PropagationContext(context, Baggage.Create(new() { [key] = value })), written, static (list, name, text) => list.Add(new(name, text)));
        return written;
    }

    private static IEnumerable<HeaderSet> Shrink(HeaderSet set)
    {
        for (var i = 0; i < set.Entries.Count; i++) yield return new HeaderSet([.. set.Entries.Take(i), .. set.Entries.Skip(i + 1)]);
        for (var i = 0; i < set.Entries.Count; i++)
        {
            if (set.Entries[i] is not { Value: { Length: > 1 } text } entry) continue;
            foreach (var half in new[] { text[..(text.Length / 2)], text[(text.Length / 2)..] })
                yield return new HeaderSet([.. set.Entries.Take(i), new(entry.Key, half), .. set.Entries.Skip(i + 1)]);
        }
    }

    /// <summary>What becomes of one header that was written.</summary>
    private readonly record struct Edit(int Kind, int At, string Text, string? Value)
    {
        internal IEnumerable<KeyValuePair<string, string?>> Of(KeyValuePair<string, string?> entry)
        {
            var value = entry.Value ?? "";
            var at = Math.Min(At % (value.Length + 1), value.Length);
            var next = Math.Min(at + 1, value.Length);
            return Kind switch
            {
                0 => [],
                1 => [new(entry.Key, null)],
                2 => [new(entry.Key, "")],
                3 => [new(entry.Key, value[..at])],
                4 => [new(entry.Key, value[at..])],
                5 => [new(entry.Key, value.Insert(at, Text))],
                6 => [new(entry.Key, value[..at] + Text + value[next..])],
                7 => [new(entry.Key, value.Remove(at, next - at))],
                8 => [entry, entry],
                9 => [entry, new(entry.Key, Value)],
                10 => [new(entry.Key, Value), entry],
                11 => [new(entry.Key.ToUpperInvariant(), value.ToUpperInvariant())],
                12 => [new(entry.Key, " \t" + value + " ")],
                13 => [new(entry.Key, value + value)],
                14 => [new(entry.Key + Text, value)],
                _ => [entry],
            };
        }
    }
}
