using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Context;
using Segue.Diagnostics;
using Segue.Sampling;

namespace Segue.Processing;

/// <summary>Counts spans of plain sources below an Activity that nobody records before a sampler is asked, since one that follows parents drops them without a trace.</summary>
/// <remarks>
/// <para>Never asks for a span itself. Where the trace is dropped by whoever decided about it nothing is lost, and nothing counted.</para>
/// </remarks>
internal sealed class PlainSourceWatch : IDisposable
{
    private readonly TextPattern[] _sources;
    private readonly string[] _except;
    private readonly ActivityListener _listener;

    /// <param name="sources">Names of sources or patterns, as given to <see cref="TracerProviderBuilder.AddSource"/>.</param>
    /// <param name="except">Names of sources whose spans find another parent.</param>
    internal PlainSourceWatch(IEnumerable<string> sources, params string[] except)
    {
        _except = except;
        _sources = [.. sources.Select(static source => new TextPattern(source, isRegex: false))];
        _listener = new ActivityListener { ShouldListenTo = Watches, Sample = Look };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Whether a span was counted before it started, if it was started at all.</summary>
    internal bool HasCounted(ActivitySource source, Activity hidden) => IsTorn(hidden) && Watches(source);

    internal static void Report() => Misuse.Report(
        "hidden_parent",
        "A span of a plain ActivitySource has a parent that is not recorded, e.g. one of ASP.NET Core's with FrameworkSpans.Off, so it is an orphan, or dropped by a sampler that follows parents; record those, or start the span by OpenTracing or the native API.");

    private static ActivitySamplingResult Look(ref ActivityCreationOptions<ActivityContext> span)
    {
        if (Activity.Current is { } current && current.SpanId == span.Parent.SpanId && HiddenActivity.IsHidden(current) && IsTorn(current)) Report();
        return ActivitySamplingResult.None;
    }

    private static bool IsTorn(Activity hidden) => hidden.Recorded || !HiddenActivity.TryFindDecision(hidden, out var decision) || (decision.TraceFlags & ActivityTraceFlags.Recorded) != 0;

    private bool Watches(ActivitySource source)
    {
        if (Array.IndexOf(_except, source.Name) >= 0) return false;
        foreach (var pattern in _sources)
        {
            if (pattern.IsMatch(source.Name)) return true;
        }

        return false;
    }
}
