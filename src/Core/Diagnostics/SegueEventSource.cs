using System.Diagnostics.Tracing;

namespace Segue.Diagnostics;

/// <summary>Says what went wrong inside Segue, in words, without ever reaching the traced application's own logs or flow.</summary>
/// <remarks>
/// <para>Shape: event source <c>Segue</c>; listen with an <see cref="EventListener"/> or <c>dotnet-trace --providers Segue</c>.</para>
/// <para>Threads and cost: safe from any thread; nothing is formatted while nobody listens.</para>
/// </remarks>
[EventSource(Name = "Segue")]
public sealed class SegueEventSource : EventSource
{
    /// <summary>The one instance.</summary>
    public static readonly SegueEventSource Log = new();

    private SegueEventSource()
    {
    }

    /// <summary>A call was ignored or adopted because of what it was given; written once per kind.</summary>
    /// <param name="kind">Short name of the misuse, also the tag of the counter.</param>
    /// <param name="detail">What was given and what was done instead.</param>
    [Event(1, Level = EventLevel.Warning, Message = "{0}: {1}")]
    public void Misuse(string kind, string detail) => WriteEvent(1, kind, detail);

    /// <summary>A span was started while nothing listens to its source, so it is not recorded.</summary>
    /// <param name="source">Name of the activity source.</param>
    [Event(2, Level = EventLevel.Warning, Message = "Spans of '{0}' are not recorded because nothing listens. Call SegueTracing.Start(), or add the source to your provider: AddSource(\"{0}\").")]
    public void NobodyListens(string source) => WriteEvent(2, source);

    /// <summary>An exit can't send; written when the failure begins, not for every request.</summary>
    /// <param name="exit">Where the spans were going.</param>
    /// <param name="reason">What failed.</param>
    [Event(3, Level = EventLevel.Error, Message = "Spans can't be sent to {0}: {1}. They are dropped and counted (segue.spans.dropped) until it answers again.")]
    public void ExitFailing(string exit, string reason) => WriteEvent(3, exit, reason);

    /// <summary>An exit that failed before accepts spans again.</summary>
    /// <param name="exit">Where the spans are going.</param>
    [Event(4, Level = EventLevel.Informational, Message = "Spans reach {0} again.")]
    public void ExitRecovered(string exit) => WriteEvent(4, exit);

    /// <summary>The queue of finished spans is full; written when dropping begins.</summary>
    /// <param name="exit">Where the spans were going.</param>
    /// <param name="capacity">Spans that the queue holds.</param>
    [Event(5, Level = EventLevel.Error, Message = "The queue of spans for {0} is full ({1}); new spans are dropped and counted until there is room.")]
    public void QueueFull(string exit, int capacity) => WriteEvent(5, exit, capacity);

    /// <summary>Something failed inside Segue and was kept away from the application.</summary>
    /// <param name="where">What was being done.</param>
    /// <param name="error">The exception.</param>
    [Event(6, Level = EventLevel.Error, Message = "{0} failed: {1}")]
    public void Failure(string where, string error) => WriteEvent(6, where, error);

    /// <summary>A setting was not understood and its default is used.</summary>
    /// <param name="name">Name of the setting.</param>
    /// <param name="value">What it said.</param>
    /// <param name="accepted">What it may say.</param>
    [Event(7, Level = EventLevel.Warning, Message = "{0}='{1}' is not understood and ignored. Accepted: {2}.")]
    public void BadSetting(string name, string value, string accepted) => WriteEvent(7, name, value, accepted);

    /// <summary>Tracing started.</summary>
    /// <param name="configuration">The effective configuration.</param>
    [Event(8, Level = EventLevel.Informational, Message = "Segue started: {0}")]
    public void Started(string configuration) => WriteEvent(8, configuration);

    /// <summary>So many encoded bytes wait for an exit as may; written when dropping begins.</summary>
    /// <param name="exit">Where the spans were going.</param>
    /// <param name="bytes">Bytes that may wait.</param>
    [Event(9, Level = EventLevel.Error, Message = "{1} bytes wait for {0}; new traces are dropped and counted until there is room.")]
    public void BufferFull(string exit, int bytes) => WriteEvent(9, exit, bytes);

    /// <summary>Another tracer owns the export of this process's spans.</summary>
    /// <param name="owner">Who does.</param>
    [Event(20, Level = EventLevel.Warning, Message = "{0} owns the export of spans, so Segue installs no exit, sampler or propagator. GuestMode = false, or SEGUE_GUEST_MODE=false, makes it do so all the same.")]
    public void Guest(string owner) => WriteEvent(20, owner);

    /// <summary>Somebody else records the framework's spans.</summary>
    /// <param name="source">One of the sources that are sampled already.</param>
    [Event(21, Level = EventLevel.Informational, Message = "A provider or listener that was there before samples '{0}', so Segue leaves the spans of ASP.NET Core and HttpClient to it. FrameworkSpans = On records them all the same.")]
    public void FrameworkSpansLeft(string source) => WriteEvent(21, source);
}
