using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Context;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Setup;

// Spans of a plain ActivitySource below such an Activity, whose parent can't be changed.
public partial class HiddenActivityTests
{
    [TestMethod]
    [DataRow("parentbased", null, 2, DisplayName = "dropped for the flag of a parent that nobody sampled")]
    [DataRow("always", null, 2, DisplayName = "an orphan")]
    [DataRow("parentbased", "01", 2, DisplayName = "an orphan of a kept trace")]
    [DataRow("always", "01", 2, DisplayName = "an orphan of a trace that is kept anyway")]
    [DataRow("parentbased", "00", 0, DisplayName = "dropped with its trace")]
    [DataRow("always", "00", 2, DisplayName = "an orphan of a trace that the caller dropped")]
    public void Start_PlainSourceBelowHidden_IsCountedOnceWhateverTheSampler(string sampler, string? remoteFlags, int counted)
    {
        Expect("Misuse");
        using (Provider(sampler == "always" ? new AlwaysOnSampler() : new ParentBasedSampler(new AlwaysOnSampler())))
        using (Hidden("http.in", remoteFlags is null ? null : Some.TraceParent(remoteFlags == "01")))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
            Open("shim", "legacy").Dispose();
            Open("native", "native").Dispose();
        }

        Assert.AreEqual(counted, Counters["segue.misuse/hidden_parent"]);
        Assert.IsLessThanOrEqualTo(1, Log.Written.Count(line => line.Contains("hidden_parent", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Start_PlainSourceBelowNothingHidden_IsNotCounted()
    {
        using (Provider(new ParentBasedSampler(new AlwaysOffSampler())))
        {
            FinishedSpans.Source.StartActivity("root")?.Dispose();
            using (Open("shim", "legacy")) FinishedSpans.Source.StartActivity("child")?.Dispose();
            using (Hidden("http.in")) FinishedSpans.Source.StartActivity("elsewhere", ActivityKind.Internal, Some.Context())?.Dispose();
        }

        Assert.AreEqual(0, Counters["segue.misuse/hidden_parent"]);
    }

    [TestMethod]
    [DataRow(FrameworkSpans.Off, 1)]
    [DataRow(FrameworkSpans.On, 0)]
    public void AddSegue_PlainSources_AreWatchedWhereTheFrameworksAreOff(FrameworkSpans framework, int counted)
    {
        Expect("Misuse");
        var builder = OpenTelemetry.Sdk.CreateTracerProviderBuilder().SetSampler(new ParentBasedSampler(new AlwaysOnSampler())).AddSegue(options =>
        {
            options.FrameworkSpans = framework;
            options.Sources.Add("test.*");
        });
        using (builder.Build())
        using (Hidden("http.in"))
        {
            FinishedSpans.Source.StartActivity("plain")?.Dispose();
        }

        using (Hidden("http.in")) FinishedSpans.Source.StartActivity("after the provider")?.Dispose();

        Assert.AreEqual(counted, Counters["segue.misuse/hidden_parent"]);
        Assert.IsFalse(FinishedSpans.Source.HasListeners());
    }

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
