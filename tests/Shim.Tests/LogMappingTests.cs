using System.Diagnostics;
using System.Globalization;
using OpenTracing;

namespace Segue.Shim.Tests;

[TestClass]
public class LogMappingTests : ShimTestBase
{
    [TestMethod]
    public void Log_Text_IsAnEventOfThatName()
    {
        Assert.AreEqual("cache miss", Logged(span => span.Log("cache miss")).Name);
    }

    [TestMethod]
    public void Log_FieldsWithEvent_NamesTheEventAndKeepsTheRest()
    {
        var logged = Logged(span => span.Log(Fields((LogFields.Event, "retry"), ("attempt", 2))));

        Assert.AreEqual("retry", logged.Name);
        CollectionAssert.AreEquivalent(new Dictionary<string, object?> { ["attempt"] = 2 }, logged.Tags.ToDictionary());
    }

    [TestMethod]
    public void Log_FieldsWithoutEvent_IsNamedLog()
    {
        Assert.AreEqual("log", Logged(span => span.Log(Fields(("k", "v")))).Name);
    }

    [TestMethod]
    public void Log_ExplicitTime_IsKept()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(3);

        Assert.AreEqual(time, Logged(span => span.Log(time, "x")).Timestamp);
        Assert.AreEqual(time, Logged(span => span.Log(time, Fields(("k", "v")))).Timestamp);
    }

    [TestMethod]
    public void Log_ErrorObject_IsAnExceptionEventWithTheRest()
    {
        var error = new InvalidOperationException("boom");

        var logged = Logged(span => span.Log(Fields((LogFields.Event, "error"), (LogFields.ErrorObject, error), ("attempt", 2))));

        Assert.AreEqual("exception", logged.Name);
        var tags = logged.Tags.ToDictionary();
        Assert.AreEqual("System.InvalidOperationException", tags["exception.type"]);
        Assert.AreEqual("boom", tags["exception.message"]);
        Assert.AreEqual(error.ToString(), tags["exception.stacktrace"]);
        Assert.AreEqual(2, tags["attempt"]);
    }

    [TestMethod]
    public void Log_ErrorObjectWithOtherEvent_KeepsTheEventsNameAsAttribute()
    {
        var logged = Logged(span => span.Log(Fields((LogFields.Event, "gave up"), (LogFields.ErrorObject, new InvalidOperationException("boom")))));

        Assert.AreEqual("exception", logged.Name);
        Assert.AreEqual("gave up", logged.Tags.ToDictionary()["event"]);
    }

    [TestMethod]
    public void Log_ErrorFieldsWithoutObject_AreRenamedToTheConvention()
    {
        var logged = Logged(span => span.Log(Fields((LogFields.Event, "error"), (LogFields.ErrorKind, "Timeout"), (LogFields.Message, "late"), (LogFields.Stack, "at x"), ("k", "v"))));

        CollectionAssert.AreEquivalent(
            new Dictionary<string, object?> { ["exception.type"] = "Timeout", ["exception.message"] = "late", ["exception.stacktrace"] = "at x", ["k"] = "v" },
            logged.Tags.ToDictionary());
    }

    [TestMethod]
    public void Log_ValuesAnAttributeCannotHold_AreInvariantText()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var tags = Logged(span => span.Log(Fields(("m", 1.5m), ("when", new DateTime(2026, 1, 2)), ("u", ulong.MaxValue), ("day", DayOfWeek.Monday), ("none", null!), ("ids", new[] { Guid.Empty })))).Tags.ToDictionary();

            Assert.AreEqual("1.5", tags["m"]);
            Assert.AreEqual("01/02/2026 00:00:00", tags["when"]);
            Assert.AreEqual("18446744073709551615", tags["u"]);
            Assert.AreEqual("Monday", tags["day"]);
            Assert.AreEqual("", tags["none"]);
            CollectionAssert.AreEqual(new[] { Guid.Empty.ToString() }, (string[])tags["ids"]!);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void Log_ValueWhoseToStringThrows_DoesNotThrow()
    {
        var tags = Logged(span => span.Log(Fields(("k", new Rude())))).Tags.ToDictionary();

        Assert.Contains("Rude (NotImplementedException)", (string)tags["k"]!);
    }

    [TestMethod]
    public void Log_DuplicateKeys_LastWins()
    {
        var tags = Logged(span => span.Log(Fields(("k", "1"), ("k", "2")))).Tags.ToDictionary();

        Assert.AreEqual("2", tags.Single().Value);
    }

    private ActivityEvent Logged(Action<OpenTracing.ISpan> log)
    {
        var span = Tracer.BuildSpan("a").Start();
        log(span);
        span.Finish();
        return Spans.Finished[^1].Events.Single();
    }

    private static List<KeyValuePair<string, object>> Fields(params (string Key, object Value)[] fields) => [.. fields.Select(field => new KeyValuePair<string, object>(field.Key, field.Value))];

    private sealed class Rude
    {
#pragma warning disable CA1065 // a rude ToString is the point
        public override string ToString() => throw new NotImplementedException();
    }
}
