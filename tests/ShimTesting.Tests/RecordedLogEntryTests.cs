using System.Diagnostics;

namespace Segue.Shim.Testing.Tests;

[TestClass]
public sealed class RecordedLogEntryTests
{
    [TestInitialize]
    public void SetUp() => Activity.Current = null;

    [TestMethod]
    public void Fields_ErrorObject_AreTextOfTheException()
    {
        var thrown = new InvalidOperationException("broken");

        var fields = Log(new() { ["event"] = "error", ["error.object"] = thrown });

        Assert.AreEqual("error", fields["event"]);
        Assert.AreEqual(typeof(InvalidOperationException).FullName, fields["error.kind"]);
        Assert.AreEqual("broken", fields["message"]);
        Assert.AreEqual(thrown.ToString(), fields["stack"]);
        Assert.HasCount(4, fields);
    }

    [TestMethod]
    public void Fields_ErrorObjectWithOwnEventAndMessage_KeepThose()
    {
        var fields = Log(new() { ["event"] = "retry failed", ["message"] = "own", ["error.object"] = new InvalidOperationException("broken") });

        Assert.AreEqual("retry failed", fields["event"]);
        Assert.AreEqual("own", fields["message"]);
        Assert.AreEqual(typeof(InvalidOperationException).FullName, fields["error.kind"]);
    }

    [TestMethod]
    [DataRow("log")]
    [DataRow("error")]
    [DataRow("started")]
    public void Fields_EventAlone_IsTheEvent(string name)
    {
        var fields = Log(new() { ["event"] = name });

        Assert.AreEqual(name, fields["event"]);
        Assert.HasCount(1, fields);
    }

    [TestMethod]
    public void Fields_OtherValues_AreInvariantText() => Assert.AreEqual("1.5", Log(new() { ["event"] = "x", ["price"] = 1.5m })["price"]);

    private static IReadOnlyDictionary<string, object> Log(Dictionary<string, object> fields)
    {
        using var recorder = new ShimRecorder();
        recorder.Tracer.BuildSpan("x").Start().Log(fields).Finish();
        return recorder.FinishedSpans().Single().LogEntries.Single().Fields;
    }
}
