using System.Diagnostics.Tracing;
using System.Globalization;

namespace Segue.Attach;

/// <summary>Says on standard error what the pipeline says of itself, since the application has nobody who listens.</summary>
internal sealed class EventAnnouncement : EventListener
{
    // By name: the source is another copy's where Segue runs apart.
    private const string Source = "Segue";

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source) EnableEvents(eventSource, EventLevel.Informational);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != Source) return;
        var text = string.Format(CultureInfo.InvariantCulture, eventData.Message ?? "", [.. eventData.Payload ?? (IEnumerable<object?>)[]]);
        if (eventData.Level <= EventLevel.Warning) Announcement.Warn(text);
        else Announcement.Tell(text);
    }
}
