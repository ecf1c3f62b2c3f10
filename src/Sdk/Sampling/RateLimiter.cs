namespace Segue.Sampling;

/// <summary>Lets so many traces pass each second, and knows which share of those asked for did.</summary>
/// <remarks>
/// A bucket that holds one second's worth, at least one, and starts full. Threads: any; a lock that is held for some arithmetic, once for each
/// new trace.
/// </remarks>
internal sealed class RateLimiter
{
    private readonly TimeProvider _clock;
    private readonly double _perSecond;
    private readonly double _capacity;
    private readonly object _gate = new();
    private readonly long _start;
    private double _tokens;
    private double _refilledAt;

    // One second of the clock, and the share that passed in the one before it.
    private long _second;
    private int _asked;
    private int _passed;
    private double _shareBefore = 1;

    internal RateLimiter(double perSecond, TimeProvider clock)
    {
        _perSecond = perSecond;
        _clock = clock;
        _capacity = perSecond <= 0 ? 0 : Math.Max(1, perSecond);
        _tokens = _capacity;
        _start = clock.GetTimestamp();
    }

    /// <summary>Asks for one trace.</summary>
    /// <param name="share">Mean of the shares that passed in this second, this trace included, and in the one before; 1 for a second in which nobody asked.</param>
    internal bool TryPass(out double share)
    {
        lock (_gate)
        {
            var now = (_clock.GetTimestamp() - _start) / (double)_clock.TimestampFrequency;
            if (now > _refilledAt)
            {
                _tokens = Math.Min(_capacity, _tokens + ((now - _refilledAt) * _perSecond));
                _refilledAt = now;
            }

            Turn((long)now);
            _asked++;
            var passes = _tokens >= 1;
            if (passes)
            {
                _tokens--;
                _passed++;
            }

            share = (_shareBefore + ((double)_passed / _asked)) / 2;
            return passes;
        }
    }

    private void Turn(long second)
    {
        if (second <= _second) return;
        _shareBefore = second == _second + 1 && _asked > 0 ? (double)_passed / _asked : 1;
        _second = second;
        _asked = _passed = 0;
    }
}
