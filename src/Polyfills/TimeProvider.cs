using System.Diagnostics;

// The part of the framework's type that the product uses, for frameworks that predate it.
namespace System;

internal abstract class TimeProvider
{
    internal static TimeProvider System { get; } = new SystemClock();

    internal abstract long TimestampFrequency { get; }

    internal abstract long GetTimestamp();

    private sealed class SystemClock : TimeProvider
    {
        internal override long TimestampFrequency => Stopwatch.Frequency;

        internal override long GetTimestamp() => Stopwatch.GetTimestamp();
    }
}
