using Segue.Sampling;

namespace Segue.Sdk.Tests.Sampling;

[TestClass]
public class RateLimiterTests
{
    private readonly ManualClock _clock = new();

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(0.5, 1, DisplayName = "at least one fits in")]
    [DataRow(1, 1)]
    [DataRow(2.5, 2)]
    [DataRow(100, 100)]
    public void TryPass_Burst_AsManyAsOneSecondHolds(double perSecond, int expected)
    {
        var limiter = new RateLimiter(perSecond, _clock);

        Assert.AreEqual(expected, Passing(limiter, 200));
    }

    [TestMethod]
    [DataRow(10, 0.05, 0)]
    [DataRow(10, 0.1, 1)]
    [DataRow(10, 0.35, 3)]
    [DataRow(10, 60, 10, DisplayName = "a long pause saves up no more than one second")]
    [DataRow(0.5, 1, 0)]
    [DataRow(0.5, 2, 1)]
    [DataRow(0, 60, 0)]
    public void TryPass_TimeGoesOn_Refills(double perSecond, double seconds, int expected)
    {
        var limiter = new RateLimiter(perSecond, _clock);
        Passing(limiter, 200);

        _clock.Advance(seconds);

        Assert.AreEqual(expected, Passing(limiter, 200));
    }

    [TestMethod]
    public void TryPass_OneSecond_ShareIsMeanWithTheSecondBefore()
    {
        var limiter = new RateLimiter(1, _clock);

        Assert.AreEqual("True 1", Ask(limiter));
        Assert.AreEqual("False 0.75", Ask(limiter));
        _clock.Advance(1);
        Assert.AreEqual("True 0.75", Ask(limiter), "half passed before, all now");
        Assert.AreEqual("False 0.5", Ask(limiter));
        _clock.Advance(2);
        Assert.AreEqual("True 1", Ask(limiter), "a second in which nobody asked refused nobody");
    }

    [TestMethod]
    public void TryPass_EightThreads_NeverMoreThanFit()
    {
        var limiter = new RateLimiter(100, _clock);
        var passed = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref passed, Passing(limiter, 1_000)));

        Assert.AreEqual(100, passed);
    }

    private static int Passing(RateLimiter limiter, int times) => Enumerable.Range(0, times).Count(_ => limiter.TryPass(out var _));

    private static string Ask(RateLimiter limiter) => FormattableString.Invariant($"{limiter.TryPass(out var share)} {share}");
}
