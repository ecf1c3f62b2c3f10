namespace Segue.Agent;

/// <summary>How long and when a payload that the agent could not take is offered again.</summary>
/// <remarks>The n-th pause is <c>first * 2^(n-1)</c>, at most the longest, times a factor drawn between a half and one.</remarks>
internal sealed class RetryPolicy
{
    internal const int HurriedTries = 3;

    /// <summary>Tries for one payload at most; only time bounds them where nothing is said.</summary>
    internal int Tries { get; init; } = int.MaxValue;

    /// <summary>How long after its first failure a payload is given up: one that an agent will never take must not keep the others back for good.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    internal TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Draws from 0 to 1.</summary>
    internal Func<double> Draw { get; init; } = new Random().NextDouble;

    /// <summary>The pause after a number of failed tries.</summary>
    internal TimeSpan PauseAfter(int failed)
    {
        var full = Math.Min(FirstPause.Ticks * Math.Pow(2, Math.Min(failed - 1, 30)), LongestPause.Ticks);
        return TimeSpan.FromTicks((long)(full * (0.5 + (Draw() / 2))));
    }
}
