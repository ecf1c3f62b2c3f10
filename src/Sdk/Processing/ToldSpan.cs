using System.Diagnostics;

namespace Segue.Processing;

/// <summary>The start or the end of a span whose trace has no place in <see cref="OpenTraces"/>.</summary>
internal sealed class ToldSpan(string? startedIn, Activity? ended)
{
    /// <summary>The trace that a span was started in.</summary>
    internal string? StartedIn => startedIn;

    /// <summary>The span that has ended.</summary>
    internal Activity? Ended => ended;
}
