using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Segue.Diagnostics;

namespace Segue.Hosting;

/// <summary>Takes what Segue says to the application's log, and remembers whether an exit fails.</summary>
/// <remarks>Safe from any thread. What logging itself makes Segue say is not logged again.</remarks>
internal sealed partial class SegueLog : EventListener
{
    internal const string Category = "Segue";

    /// <summary>How long an exit by OTLP counts as failing after its last error, since it never says that it recovered.</summary>
    private const int OtlpFailureSeconds = 60;

    private const string OtlpSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const int ExitFailing = 3;
    private const int ExitRecovered = 4;

    [ThreadStatic]
    private static bool _isLogging;

    private readonly ILogger? _logger;
    private readonly TimeProvider _clock;
    private volatile string? _failure;
    private volatile string? _otlpFailure;
    private long _otlpFailedAt;

    internal SegueLog(ILoggerFactory loggers, TimeProvider clock)
    {
        _clock = clock;
        _logger = loggers.CreateLogger(Category);
        EnableEvents(SegueEventSource.Log, EventLevel.Informational);
    }

    /// <summary>Why an exit can't send; <see langword="null"/> while all can, or have not tried.</summary>
    internal string? Failure => _failure ?? (_clock.GetTimestamp() - Volatile.Read(ref _otlpFailedAt) < OtlpFailureSeconds * _clock.TimestampFrequency ? _otlpFailure : null);

    internal void NotListenedTo()
    {
        if (_logger is not null) NotListenedTo(_logger);
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == OtlpSource) EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Events may come while the base class is still constructing this.
        if (_logger is null || _isLogging) return;
        if (eventData.EventSource != SegueEventSource.Log)
        {
            NoteOtlp(eventData);
            return;
        }

        var text = string.Format(CultureInfo.InvariantCulture, eventData.Message ?? "", [.. eventData.Payload ?? (IEnumerable<object?>)[]]);
        if (eventData.EventId == ExitFailing) _failure = text;
        else if (eventData.EventId == ExitRecovered) _failure = null;
        var name = eventData.EventName ?? "";
        var level = LevelOf(eventData.Level);
        _isLogging = true;
        try
        {
            Said(_logger, level, name, text);
        }
        catch (Exception)
        {
            // A log of the application's that throws must not reach the traced code.
        }
        finally
        {
            _isLogging = false;
        }
    }

    // Not logged: that exporter's own log is OpenTelemetry's.
    private void NoteOtlp(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != OtlpSource) return;
        // Its other warnings are of attributes and settings, and keep no span.
        if (eventData.Level > EventLevel.Error && eventData.EventName is not ("TransientHttpError" or "GrpcStatusWarning")) return;
        Volatile.Write(ref _otlpFailedAt, _clock.GetTimestamp());
        _otlpFailure = "An exporter by OTLP failed less than " + OtlpFailureSeconds.ToString(CultureInfo.InvariantCulture) + " s ago: " + FirstLine(eventData);
    }

    private static string FirstLine(EventWrittenEventArgs eventData) =>
        string.Format(CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "", [.. eventData.Payload ?? (IEnumerable<object?>)[]]).Split('\n')[0].Trim();

    private static LogLevel LevelOf(EventLevel level) => level switch
    {
        EventLevel.Critical => LogLevel.Critical,
        EventLevel.Error => LogLevel.Error,
        EventLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    [LoggerMessage(EventId = 100, Message = "{Event}: {Text}")]
    private static partial void Said(ILogger logger, LogLevel level, string @event, string text);

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "The application's TracerProvider does not record spans of 'opentracing-shim'. Add .AddSegue() to the builder it is made with.")]
    private static partial void NotListenedTo(ILogger logger);
}
