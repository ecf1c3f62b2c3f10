using Segue.Context;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

// Spans of a plain ActivitySource below such an Activity, whose parent can't be changed.
public partial class HiddenActivityTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow("foo=1")]
    [DataRow("dd=s:0")]
    [DataRow("dd=s:2;t.dm:-4", DisplayName = "a priority that contradicts the flag")]
    public void Start_PlainSourceBelowHiddenOfADroppedRemoteParent_IsDropped(string? traceState)
    {
        using (Provider(new SegueSampler(sampleRate: 1, rateLimit: -1)))
        using (Hidden("http.in", Some.TraceParent(false), traceState))
        using (Hidden("inner"))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.IsEmpty(_exported.All);
    }

    [TestMethod]
    public void Start_PlainSourceBelowHiddenOfAKeptRemoteParent_IsKeptByTheFlag()
    {
        Expect("Misuse");
        using (Provider(new SegueSampler(sampleRate: 0)))
        using (Hidden("http.in", Some.TraceParent(), "dd=s:0;o:rum"))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.AreEqual("dd=s:1;t.dm:-0;o:rum", _exported["plain"].TraceStateString);
    }

    [TestMethod]
    public void Start_PlainSourceBelowHiddenOfAnUndecidedRemoteParent_IsDecidedHere()
    {
        using (Provider(new SegueSampler(sampleRate: 0)))
        using (Hidden("http.in", Some.TraceParent(), "dd=o:rum;u:1"))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.IsEmpty(_exported.All);
    }

    [TestMethod]
    [DynamicData(nameof(Apis))]
    public void Start_PlainSourceBelowAHiddenRootThatWasDecided_FollowsThatDecision(string api)
    {
        var sampler = new SegueSampler([new SamplingRule { Name = "first", SampleRate = 0 }], sampleRate: 1, rateLimit: -1);
        using (Provider(sampler))
        using (Hidden("http.in"))
        {
            Open(api, "first").Dispose();
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.IsEmpty(_exported.All);
    }

    [TestMethod]
    public void Start_PlainSourceBelowHiddenOfADroppedSpan_IsDropped()
    {
        using (Provider(new SegueSampler([new SamplingRule { Name = "outer", SampleRate = 0 }], sampleRate: 1, rateLimit: -1)))
        using (Open("shim", "outer"))
        using (Hidden("http.out"))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.IsEmpty(_exported.All);
    }

    [TestMethod]
    public void Start_PlainSourceBelowAHiddenRootThatWasKeptLate_IsKept()
    {
        Expect("Misuse");
        using (Provider(new SegueSampler(sampleRate: 0)))
        using (var hidden = Hidden("http.in"))
        {
            LocalTrace.Decide(hidden, SamplingPriority.UserKeep);
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        Assert.AreEqual(SamplingPriority.UserKeep, LocalTrace.PriorityOf(_exported["plain"].Context));
    }
}
