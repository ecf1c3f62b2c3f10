using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Traces that just fit into a payload, and those that just don't.</summary>
[TestClass]
public class PayloadSizeTests : SdkTestBase
{
    private const int HeaderBytes = 5;
    private const int SampleCharacters = 1_000_000;

    [TestMethod]
    [DataRow(-6, true, false)]
    [DataRow(-5, true, false)]
    [DataRow(-5, true, true)]
    [DataRow(-4, false, false)]
    [DataRow(-4, false, true)]
    [DataRow(-1, false, false)]
    [DataRow(0, false, false)]
    [DataRow(0, false, true)]
    [DataRow(1, false, false)]
    public void Write_ChunkAroundThePayloadsLimit_SentWhereItFitsElseDroppedOnce(int beyond, bool fits, bool isSecond)
    {
        if (!fits) Expect("Failure");
        using var agent = new ScriptedListener();
        using var driver = new ExitDriver(agent.Uri);
        var sample = FinishedSpans.Encode(FinishedSpans.Identity, [Grown(SampleCharacters)]).Length - HeaderBytes;
        var span = Grown(SampleCharacters + Limits.PayloadBytes + beyond - sample);
        Assert.AreEqual(Limits.PayloadBytes + beyond, FinishedSpans.Encode(FinishedSpans.Identity, [span]).Length - HeaderBytes);

        if (isSecond) driver.Write(FinishedSpans.Make());
        driver.Write(span);
        driver.Exporter.Seal();
        driver.Pump();

        Assert.AreEqual(fits ? 0 : 1, Counters["segue.spans.dropped/payload_too_large"]);
        Assert.HasCount((fits ? 1 : 0) + (isSecond ? 1 : 0), agent.Requests);
        Assert.IsTrue(agent.Requests.All(request => request.Body.Length <= Limits.PayloadBytes && request["X-Datadog-Trace-Count"] == "1"));
        Assert.AreEqual(agent.Requests.Count, driver.Exporter.Begun);
    }

    private static Activity Grown(int characters) => FinishedSpans.Make(change: activity => activity.AddEvent(new ActivityEvent(new string('e', characters))));
}
