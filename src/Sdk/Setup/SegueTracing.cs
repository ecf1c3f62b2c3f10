using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Segue.Diagnostics;
using Segue.Processing;
using Segue.Sampling;

namespace Segue;

/// <summary>Tracing of this process: sources, resource, sampler and exits, in one call.</summary>
/// <remarks>
/// <para>Call it once, at the start of the program, and dispose what it returns at the end; process exit flushes as well.</para>
/// </remarks>
public sealed class SegueTracing : IDisposable
{
    private const int ExitFlushMilliseconds = TraceProcessor.ExitFlushMilliseconds;

    private static readonly object _gate = new();
    private static SegueTracing? _current;

    private readonly TracerProvider _provider;
    private readonly bool _owned;
    private readonly TraceProcessor? _agentExit;
    private readonly PropagationInstall? _propagation;
    private readonly EventHandler _atExit;
    private int _disposed;

    private SegueTracing(TracerProvider provider, bool owned, PropagationInstall propagation, TraceProcessor? agentExit = null)
    {
        _propagation = propagation;
        _provider = provider;
        _owned = owned;
        _agentExit = agentExit;
        _atExit = (_, _) => Dispose();
        AppDomain.CurrentDomain.ProcessExit += _atExit;
    }

    // A guest has nothing of its own.
    private SegueTracing(string owner)
    {
        _provider = TracerProvider.Default;
        _atExit = static (_, _) => { };
        Owner = owner;
    }

    /// <summary>Who owns the export of this process's spans; <see langword="null"/> when it is this.</summary>
    internal string? Owner { get; }

    /// <summary>The provider that was built; OpenTelemetry's default one when tracing is switched off or another tracer owns the export.</summary>
    public TracerProvider Provider => _provider;

    /// <summary>Starts tracing.</summary>
    /// <remarks>
    /// <para>While tracing is on, a second call changes nothing, is counted, and returns the running one.</para>
    /// </remarks>
    /// <param name="configure">Sets options; what it leaves unset is taken from the environment.</param>
    /// <returns>The running tracing.</returns>
    /// <exception cref="ArgumentException">An option has a value that it can't have.</exception>
    public static SegueTracing Start(Action<SegueOptions>? configure = null)
    {
        var options = new SegueOptions();
        configure?.Invoke(options);
        var settings = EnvironmentOptions.Resolve(options);
        lock (_gate)
        {
            if (_current is { } running)
            {
                Misuse.Report("started_twice", "SegueTracing.Start was called while tracing is on; the running one was returned and the new options ignored.");
                return running;
            }

            CorrelationIdentifier.SetService(settings.ServiceName, settings.Version, settings.Environment);
            var owner = settings.Owner ?? (settings is { Enabled: true, GuestMode: null } ? GuestDetection.FindListener() : null);
            if (owner is not null)
            {
                SegueEventSource.Log.Guest(owner);
                return _current = new SegueTracing(owner);
            }

            if (settings is { Enabled: true, RecordFrameworkSpans: true, LeaveFrameworkSpans: true } && GuestDetection.FindSampledFrameworkSource() is { } sampled)
            {
                settings.RecordFrameworkSpans = false;
                SegueEventSource.Log.FrameworkSpansLeft(sampled);
            }

            // Context flows whether anything is recorded or not.
            var propagation = PropagationInstall.Install(settings.Propagation);
            SegueTracing started;
            try
            {
                started = settings.Enabled ? Build(settings, propagation) : new SegueTracing(TracerProvider.Default, owned: false, propagation);
            }
            catch
            {
                propagation.Undo();
                throw;
            }

            if (settings.SayStart) SegueEventSource.Log.Started(StartupLine.Of(settings));
            return _current = started;
        }
    }

    /// <summary>Sends what is finished.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>Whether everything that was finished before the call was handed to the exits in time.</returns>
    public bool ForceFlush(TimeSpan timeout) => !_owned || _provider.ForceFlush(ToMilliseconds(timeout));

    /// <summary>Flushes all exits side by side, for at most 5 seconds, and stops tracing. Does nothing the second time.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        AppDomain.CurrentDomain.ProcessExit -= _atExit;
        lock (_gate)
        {
            if (ReferenceEquals(_current, this)) _current = null;
        }

        _propagation?.Undo();
        if (!_owned) return;
        var watch = Stopwatch.StartNew();
        _agentExit?.BeginShutdown();
        _provider.Shutdown(ExitFlushMilliseconds);
        _agentExit?.EndShutdown((int)Math.Max(0, ExitFlushMilliseconds - watch.ElapsedMilliseconds));
        _provider.Dispose();
    }

    private static SegueTracing Build(SegueSettings settings, PropagationInstall propagation)
    {
        var builder = Sdk.CreateTracerProviderBuilder().ConfigureResource(resource => Describe(resource, settings));
        SegueTracerProviderBuilderExtensions.AddSources(builder, settings, isSamplerOwn: true);
        builder.AddProcessor(new RequestStartProcessor());
        var rates = settings.Exits.Contains(SegueExit.Datadog) ? new AgentRates() : null;
        builder.SetSampler(SegueTracerProviderBuilderExtensions.CreateSampler(settings, rates));
        var agentExit = rates is null ? null : SegueTracerProviderBuilderExtensions.CreateAgentExit(settings, rates);
        if (agentExit is not null) builder.AddProcessor(agentExit);
        if (settings.Exits.Contains(SegueExit.Otlp)) builder.AddOtlpExporter();
        return new SegueTracing(builder.Build(), owned: true, propagation, agentExit);
    }

    private static void Describe(ResourceBuilder resource, SegueSettings settings)
    {
        var attributes = new List<KeyValuePair<string, object>>();
        foreach (var tag in settings.Tags) attributes.Add(new(tag.Key, tag.Value));
        if (settings.Environment is not null) attributes.Add(new("deployment.environment.name", settings.Environment));
        resource.AddService(settings.ServiceName, serviceVersion: settings.Version).AddAttributes(attributes);
    }

    private static int ToMilliseconds(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)Math.Max(0, Math.Min(timeout.TotalMilliseconds, int.MaxValue));
}
