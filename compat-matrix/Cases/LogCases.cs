using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Cases;

/// <summary>Logs as events: name, time, order, exceptions.</summary>
internal static class LogCases
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        new("LOGS-EVENT-01", "Log(text) makes an event of that name.", "OTC-LOG-1; OTC-SPAN-2", Needs.Recorded, world =>
        {
            Expect.Equal("hello", Only(world, span => span.Log("hello")).Name, "the event's name");
        }),
        new("LOGS-EVENT-02", "The field event names the event.", "OTC-LOG-1", Needs.Recorded, world =>
        {
            Expect.Equal("hello", Only(world, span => span.Log(Fields(("k", 1), ("event", "hello")))).Name, "the event's name");
        }),
        new("LOGS-EVENT-03", "Without a field event the name is log.", "OTC-LOG-1", Needs.Mapped, world =>
        {
            Expect.Equal("log", Only(world, span => span.Log(Fields(("k", 1)))).Name, "the event's name");
        }),
        new("LOGS-EVENT-04", "The other fields are the event's attributes.", "OTC-LOG-1", Needs.Recorded, world =>
        {
            var entry = Only(world, span => span.Log(Fields(("event", "e"), ("k", "v"), ("n", 1))));
            Expect.Equal<object?>("v", entry.Field("k"), "the text field");
            Expect.Equal<object?>(1, entry.Field("n"), "the number field");
        }),
        new("LOGS-EVENT-05", "An event that is no text is named by its text.", "OTC-LOG-1", Needs.Mapped, world =>
        {
            Expect.Equal("42", Only(world, span => span.Log(Fields(("event", 42)))).Name, "the event's name");
        }),
        new("LOGS-EVENT-06", "A log without fields is an event all the same.", "OTC-LOG-1", Needs.Mapped, world =>
        {
            Expect.Equal("log", Only(world, span => span.Log(Fields())).Name, "the event's name");
        }),
        new("LOGS-EVENT-07", "Logs keep their order.", "OTC-SPAN-2", Needs.Recorded, world =>
        {
            var view = world.Finish(world.Start("a").Log("1").Log("2").Log("3"));
            Expect.Equal("1,2,3", string.Join(',', view.Events.Select(entry => entry.Name)), "the list of events");
        }),
        new("LOGS-TIME-01", "An explicit time of Log(text) is kept to the tick.", "OTC-LOG-5", Needs.Recorded, world =>
        {
            Expect.Equal(World.Noon.UtcTicks + 7, Only(world, span => span.Log(World.Noon.AddTicks(7), "e")).Time.UtcTicks, "the time");
        }),
        new("LOGS-TIME-02", "An explicit time of Log(fields) is kept to the tick, whatever its offset.", "OTC-LOG-5", Needs.Recorded, world =>
        {
            var time = World.Noon.AddTicks(7).ToOffset(TimeSpan.FromHours(3));
            Expect.Equal(time.UtcTicks, Only(world, span => span.Log(time, Fields(("event", "e")))).Time.UtcTicks, "the time");
        }),
        new("LOGS-TIME-03", "Without an explicit time it is now.", "OpenTracing 0.12.1 API: ISpan.Log", Needs.Recorded, world =>
        {
            Expect.That((DateTimeOffset.UtcNow - Only(world, span => span.Log("e")).Time).Duration() < TimeSpan.FromMinutes(1), "the time is not now");
        }),
        new("LOGS-TIME-04", "An unset time (default) means now.", "OTC-LOG-5", Needs.Mapped, world =>
        {
            Expect.That((DateTimeOffset.UtcNow - Only(world, span => span.Log(default, "e")).Time).Duration() < TimeSpan.FromMinutes(1), "the time is not now");
        }),
        new("LOGS-ERROR-01", "event=error makes an event named exception.", "OTC-LOG-2", Needs.Mapped, world =>
        {
            Expect.Equal("exception", Only(world, span => span.Log(Fields(("event", "error"), ("message", "m")))).Name, "the event's name");
        }),
        new("LOGS-ERROR-02", "An exception in error.object gives type, message and stack trace.", "OTC-LOG-3", Needs.Mapped, world =>
        {
            var thrown = Thrown();
            var entry = Only(world, span => span.Log(Fields(("event", "error"), ("error.object", thrown))));
            Expect.Equal("exception", entry.Name, "the event's name");
            Expect.Equal<object?>("System.InvalidOperationException", entry.Field("exception.type"), "exception.type");
            Expect.Equal<object?>("broken", entry.Field("exception.message"), "exception.message");
            Expect.That(entry.Field("exception.stacktrace") is string stack && stack.Contains(nameof(Thrown), StringComparison.Ordinal), "exception.stacktrace names no frame");
        }),
        new("LOGS-ERROR-03", "Fields beside error.object stay attributes.", "OTC-LOG-3", Needs.Mapped, world =>
        {
            var entry = Only(world, span => span.Log(Fields(("event", "error"), ("error.object", Thrown()), ("order", 7))));
            Expect.Equal<object?>(7, entry.Field("order"), "the other field");
        }),
        new("LOGS-ERROR-04", "error.kind, message and stack become the exception's attributes.", "OTC-LOG-4", Needs.Mapped, world =>
        {
            var entry = Only(world, span => span.Log(Fields(("event", "error"), ("error.kind", "Timeout"), ("message", "m"), ("stack", "at x"), ("order", 7))));
            Expect.Equal<object?>("Timeout", entry.Field("exception.type"), "exception.type");
            Expect.Equal<object?>("m", entry.Field("exception.message"), "exception.message");
            Expect.Equal<object?>("at x", entry.Field("exception.stacktrace"), "exception.stacktrace");
            Expect.Equal<object?>(7, entry.Field("order"), "the other field");
        }),
        new("LOGS-ERROR-05", "An exception event keeps an explicit time.", "OTC-LOG-5; OTC-LOG-3", Needs.Mapped, world =>
        {
            Expect.Equal(World.Noon.UtcTicks, Only(world, span => span.Log(World.Noon, Fields(("event", "error"), ("error.object", Thrown())))).Time.UtcTicks, "the time");
        }),
        new("LOGS-ERROR-06", "Log(\"error\") alone is an exception event too.", "OTC-LOG-2", Needs.Mapped, world =>
        {
            Expect.Equal("exception", Only(world, span => span.Log("error")).Name, "the event's name");
        }),
        new("LOGS-ERROR-07", "An error.object that is no exception is kept as a field.", "OTC-LOG-3; OTC-TAG-3", Needs.Mapped, world =>
        {
            var entry = Only(world, span => span.Log(Fields(("event", "error"), ("error.object", "it broke"))));
            Expect.Equal<object?>("it broke", entry.Field("error.object"), "the field");
        }),
        new("LOGS-ERROR-08", "message and stack outside an error log keep their names.", "OTC-GEN-5; OTC-LOG-4", Needs.Recorded, world =>
        {
            var entry = Only(world, span => span.Log(Fields(("event", "retry"), ("message", "m"), ("stack", "s"))));
            Expect.Equal<object?>("m", entry.Field("message"), "message");
            Expect.Equal<object?>("s", entry.Field("stack"), "stack");
        }),
    ];

    internal static Dictionary<string, object> Fields(params (string Key, object Value)[] fields) => fields.ToDictionary(field => field.Key, field => field.Value);

    internal static EventView Only(World world, Action<OpenTracing.ISpan> log)
    {
        var span = world.Start("a");
        log(span);
        var events = world.Finish(span).Events;
        Expect.Equal(1, events.Count, "the number of events");
        return events[0];
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("broken");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
