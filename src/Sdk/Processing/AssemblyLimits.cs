namespace Segue.Processing;

/// <summary>How long and how much the spans of unfinished traces are waited with.</summary>
internal sealed class AssemblyLimits
{
    internal const int DefaultPartialSpans = 500;

    /// <summary>Finished spans of one trace that no longer wait for the others; 0 lets them wait however many they are.</summary>
    internal int PartialSpans { get; init; } = DefaultPartialSpans;

    /// <summary>How long a finished span waits for the others, and after which time without a word a trace is forgotten.</summary>
    internal TimeSpan Age { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nothing is heard of a trace whose local root has ended before its finished spans leave; up to twice that, since it is looked at so often, and three seconds more where they were held first.</summary>
    internal TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same, before the trace is forgotten.</summary>
    internal TimeSpan SilenceAfterRoot { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unfinished traces that are known at a time.</summary>
    internal int Traces { get; init; } = 65_536;

    /// <summary>Finished spans that wait at a time, over all traces.</summary>
    internal int Spans { get; init; } = 65_536;
}
