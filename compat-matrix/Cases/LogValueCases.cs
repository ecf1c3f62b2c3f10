using System.Globalization;

namespace Segue.CompatMatrix.Cases;

/// <summary>Values of log fields that an attribute can or can't hold.</summary>
internal static class LogValueCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("LOGS-VALUE-01", "Numbers and bools of a log keep their types.", "OTC-TAG-1", Needs.Recorded, world =>
        {
            var entry = LogCases.Only(world, span => span.Log(LogCases.Fields(("event", "e"), ("long", 5L), ("double", 1.5), ("bool", true))));
            Expect.Equal<object?>(5L, entry.Field("long"), "the long");
            Expect.Equal<object?>(1.5, entry.Field("double"), "the double");
            Expect.Equal<object?>(true, entry.Field("bool"), "the bool");
        }),
        new("LOGS-VALUE-02", "A value that an attribute can't hold becomes text, not nothing.", "OTC-TAG-3", Needs.Mapped, world =>
        {
            Expect.Equal<object?>("1.2.3", Value(world, new Version(1, 2, 3)), "the field");
        }),
        new("LOGS-VALUE-03", "A decimal becomes text in the invariant culture.", "OTC-TAG-3", Needs.Mapped, world =>
        {
            UseCommas();
            Expect.Equal("1.5", Convert.ToString(Value(world, 1.5m), CultureInfo.InvariantCulture), "the field");
        }),
        new("LOGS-VALUE-04", "A date becomes text in the invariant culture.", "OTC-TAG-3", Needs.Mapped, world =>
        {
            UseCommas();
            var time = World.Noon.UtcDateTime;
            Expect.Equal<object?>(time.ToString(CultureInfo.InvariantCulture), Value(world, time), "the field");
        }),
        new("LOGS-VALUE-05", "An array's elements are kept, not its type's name.", "OTC-TAG-3", Needs.Mapped, world =>
        {
            Expect.Equal("1,2", Elements(Value(world, new[] { 1L, 2L })), "the list of elements");
        }),
        new("LOGS-VALUE-06", "An array of things that an attribute can't hold keeps its elements as texts.", "OTC-TAG-3", Needs.Mapped, world =>
        {
            Expect.Equal("x,1.5", Elements(Value(world, new object[] { "x", 1.5m })), "the list of elements");
        }),
        new("LOGS-VALUE-07", "A null field does not take the event away.", "OTC-SPAN-2", Needs.Recorded, world =>
        {
            var entry = LogCases.Only(world, span => span.Log(new Dictionary<string, object> { ["event"] = "e", ["k"] = null! }));
            Expect.Equal("e", entry.Name, "the event's name");
        }),
        new("LOGS-VALUE-08", "Fields with one key twice make one event, with one of the values.", "OTC-SPAN-2", Needs.Recorded, world =>
        {
            KeyValuePair<string, object>[] fields = [new("event", "e"), new("k", 1), new("k", 2)];
            var entry = LogCases.Only(world, span => span.Log(fields));
            Expect.That(entry.Field("k") is 1 or 2, "neither value is kept");
        }),
        new("LOGS-VALUE-09", "A value whose ToString throws harms neither the caller nor the event.", "OTC-TAG-3", Needs.Recorded, world =>
        {
            var entry = LogCases.Only(world, span => Expect.Quiet(() => span.Log(LogCases.Fields(("event", "e"), ("bad", new Unprintable()))), "Log"));
            Expect.Equal("e", entry.Name, "the event's name");
        }),
        new("LOGS-VALUE-10", "Small and unsigned numbers stay numbers.", "OTC-TAG-1", Needs.Mapped, world =>
        {
            foreach (var number in new object[] { (byte)7, (short)7, 7u, 7ul, 7f })
                Expect.That(Value(world, number) is IConvertible value and not string && value.ToDouble(null) == 7, "a number is no number any more");
        }),
        new("LOGS-VALUE-11", "Logs written by many threads at once are all kept.", "OTC-SPAN-2", Needs.Recorded, world =>
        {
            var span = world.Start("a");
            World.OnThreads(4, _ =>
            {
                for (var i = 0; i < 50; i++) span.Log("e");
            });
            Expect.Equal(200, world.Finish(span).Events.Count, "the number of events");
        }),
        new("LOGS-VALUE-12", "A field with a null key does not take the event away.", "OTC-SPAN-2", Needs.Mapped, world =>
        {
            KeyValuePair<string, object>[] fields = [new(null!, 1), new("event", "e"), new("k", "v")];
            var entry = LogCases.Only(world, span => Expect.Quiet(() => span.Log(fields), "Log"));
            Expect.Equal<object?>("v", entry.Field("k"), "the other field");
        }),
    ];

    private static object? Value(World world, object value) => LogCases.Only(world, span => span.Log(LogCases.Fields(("event", "e"), ("v", value)))).Field("v");

    // An array may stay one or become a text of its elements.
    private static string Elements(object? value) => value is System.Collections.IEnumerable many and not string
        ? string.Join(',', many.Cast<object>().Select(element => Convert.ToString(element, CultureInfo.InvariantCulture)))
        : Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim('[', ']').Replace("\"", "", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal);

    // Each case has a thread of its own, so nobody else sees it.
    private static void UseCommas() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

    private sealed class Unprintable
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
