using Segue.Processing;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Processing;

/// <summary>Flushes of an exit that is away.</summary>
[TestClass]
public class TraceProcessorFlushTests : SdkTestBase
{
    private const int Patience = 20_000;

    [TestMethod]
    [DataRow(Timeout.Infinite, 30_000)]
    [DataRow(0, 0)]
    [DataRow(60_000, 60_000)]
    public void FlushBound_Timeout_IsNeverWithoutEnd(int timeoutMilliseconds, int expected) => Assert.AreEqual(expected, TraceProcessor.FlushBound(timeoutMilliseconds));

    [TestMethod]
    public void ForceFlush_ManyWhileTheExitIsAway_WaitAsOneForThePayloadAndEndWithIt()
    {
        var exporter = new GatedExit { IsAway = true };
        using var processor = new TraceProcessor(exporter);
        processor.OnEnd(FinishedSpans.Make());

        for (var i = 0; i < 5; i++) Assert.IsFalse(processor.ForceFlush(100));
        Assert.AreEqual(1, processor.WaitingFlushes);
        exporter.IsAway = false;

        Assert.IsTrue(processor.ForceFlush(Patience));
        Assert.AreEqual(0, processor.WaitingFlushes);
    }
}
