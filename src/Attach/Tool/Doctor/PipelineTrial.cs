using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Segue.Attach.Tool.Doctor;

/// <summary>The pipeline, started here with the environment that the application would have, and asked about some traces that nobody receives.</summary>
internal sealed partial class PipelineTrial
{
    private const string ShimSource = "opentracing-shim";
    private const string Off = "switched off";

    private static readonly string[] _serviceNames = ["DD_SERVICE", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"];

    private PipelineTrial()
    {
    }

    /// <summary>The effective configuration, in the pipeline's own words.</summary>
    internal string Configuration { get; private set; } = "";

    /// <summary>What it did not understand.</summary>
    internal List<string> Complaints { get; } = [];

    /// <summary>Why it does not start; <see langword="null"/> when it does.</summary>
    internal string? Failure { get; private set; }

    /// <summary>Who owns the export of the application's spans; <see langword="null"/> when Segue does.</summary>
    internal string? Owner { get; private set; }

    internal bool IsOff => Configuration.StartsWith(Off, StringComparison.Ordinal);

    internal List<(string Exit, Uri Address)> Exits { get; } = [];

    /// <summary>How many of the traces would be kept.</summary>
    internal int Kept { get; private set; }

    internal static PipelineTrial Run(string service, Func<string, string?> variable, int traces)
    {
        var trial = new PipelineTrial();
        using var listener = new Listener(trial);
        // The line is what is read here, whether or not the application would say it.
        ExitSwitch.SayStart();
        try
        {
            // Rules may name the service, which the application would otherwise have from its entry assembly.
            var named = _serviceNames.Any(name => !string.IsNullOrWhiteSpace(variable(name)));
            using (SegueTracing.Start(options => options.ServiceName = named ? null : service))
            {
                if (trial.IsOff || trial.Owner is not null) return trial;
            }

            trial.FindExits(variable);
            trial.Decide(named ? null : service, traces, variable("DD_TRACE_RATE_LIMIT"));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or UriFormatException)
        {
            trial.Failure = e.Message;
        }

        return trial;
    }

    private void FindExits(Func<string, string?> variable)
    {
        var told = Told().Match(Configuration);
        foreach (var exit in told.Groups["exits"].Value.Split('+', StringSplitOptions.RemoveEmptyEntries))
        {
            if (exit == nameof(SegueExit.Datadog)) Exits.Add((exit, new Uri(told.Groups["agent"].Value)));
            else Exits.Add((exit, OtlpEndpoint(variable)));
        }
    }

    // As OpenTelemetry's exporter reads it; gRPC is its default here.
    private static Uri OtlpEndpoint(Func<string, string?> variable)
    {
        string? Read(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var http = (Read("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? Read("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "").StartsWith("http", StringComparison.Ordinal);
        var told = Read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? Read("OTEL_EXPORTER_OTLP_ENDPOINT");
        return Uri.TryCreate(told, UriKind.Absolute, out var uri) ? uri : new Uri(http ? "http://localhost:4318" : "http://localhost:4317");
    }

    // Under the name of the shim's source, and with the exit closed: a decision, and nothing that anybody gets to see.
    private void Decide(string? service, int traces, string? limit)
    {
        var configuration = Configuration;
        ExitSwitch.Close();
        using var tracing = SegueTracing.Start(options =>
        {
            options.ServiceName = service;
            // The trial's traces begin at once, the application's don't; a limit of 0 drops them all the same.
            if (!double.TryParse(limit, NumberStyles.Float, CultureInfo.InvariantCulture, out var perSecond) || perSecond != 0) options.RateLimit = -1;
        });
        using var source = new ActivitySource(ShimSource);
        for (var i = 0; i < traces; i++)
        {
            using var activity = source.StartActivity("doctor", ActivityKind.Server, default(ActivityContext));
            if (activity is { Recorded: true }) Kept++;
        }

        Configuration = configuration;
    }

    [GeneratedRegex(@"exits=(?<exits>[^, ]*)[^,]*, agent=(?<agent>[^, ]*)")]
    private static partial Regex Told();

    private sealed class Listener(PipelineTrial trial) : EventListener
    {
        private const int BadSetting = 7;
        private const int Started = 8;
        private const int Guest = 20;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Segue") EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            var text = string.Format(CultureInfo.InvariantCulture, eventData.Message ?? "", [.. eventData.Payload ?? new([])]);
            if (eventData.EventId == Started) trial.Configuration = (string)eventData.Payload![0]!;
            else if (eventData.EventId == Guest) trial.Owner = (string)eventData.Payload![0]!;
            else if (eventData.EventId == BadSetting && !trial.Complaints.Contains(text)) trial.Complaints.Add(text);
        }
    }
}
