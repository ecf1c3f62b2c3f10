using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Segue;
using Segue.Agent;
using Segue.Diagnostics;
using Segue.Processing;
using Segue.Propagation;
using Segue.Sampling;

namespace OpenTelemetry.Trace;

/// <summary>Adds Segue to a provider that the application builds itself.</summary>
public static class SegueTracerProviderBuilderExtensions
{
    // The shim is another package, which this one must not know.
    internal const string ShimSourceName = "opentracing-shim";

    private static readonly ConditionalWeakTable<TracerProviderBuilder, string> _guests = new();

    internal static readonly string[] FrameworkSourceNames = ["Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>Records spans of the OpenTracing shim, the native API and the framework and, if the Datadog exit is asked for, sends all spans there.</summary>
    /// <remarks>
    /// <para>Samplers, propagators, resource and other exits of the provider stay as they are; spans below an Activity that nobody records are counted. When tracing is switched off nothing is added.</para>
    /// <para>Processors that change or filter spans are to be added before a Datadog exit: a short trace is written as its last span ends.</para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets options; what it leaves unset is taken from the environment.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option has a value that it can't have.</exception>
    public static TracerProviderBuilder AddSegue(this TracerProviderBuilder builder, Action<SegueOptions>? configure = null)
    {
        if (builder is null) throw new ArgumentNullException(nameof(builder));
        var settings = Resolve(configure);
        var hasExit = settings.ExitsAreGiven && settings.Exits.Contains(SegueExit.Datadog) && settings.Owner is null;
        Say(settings, hasExit ? SettingParts.Sources | SettingParts.Exit : SettingParts.Sources);
        if (!settings.Enabled) return builder;
        AddSources(builder, settings, isSamplerOwn: false);
        return IsGuest(builder, settings) || !hasExit ? builder : AddAgentExit(builder, settings);
    }

    /// <summary>Sends the spans that the provider records to a Datadog trace agent.</summary>
    /// <remarks>Processors that change or filter spans are to be added before: a short trace is written as its last span ends.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets address and service; what it leaves unset is taken from the environment, the service from the provider's resource.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option has a value that it can't have.</exception>
    public static TracerProviderBuilder AddDatadogAgentExporter(this TracerProviderBuilder builder, Action<SegueOptions>? configure = null)
    {
        if (builder is null) throw new ArgumentNullException(nameof(builder));
        var settings = Resolve(configure);
        if (settings.Enabled && IsGuest(builder, settings)) return builder;
        Say(settings, SettingParts.Exit);
        return settings.Enabled ? AddAgentExit(builder, settings) : builder;
    }

    /// <summary>Makes <see cref="SegueSampler"/> the provider's sampler.</summary>
    /// <remarks>
    /// <para>Where the provider has a Datadog exit of Segue's the agent's rates count, and dropped traces are recorded for it unless <see cref="SegueOptions.DropEarly"/> is set;
    /// elsewhere they are not recorded. When tracing is switched off the provider keeps its sampler.</para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets rules, rates and, for rules, the service; what it leaves unset is taken from the environment.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option has a value that it can't have.</exception>
    public static TracerProviderBuilder UseSegueSampler(this TracerProviderBuilder builder, Action<SegueOptions>? configure = null)
    {
        if (builder is null) throw new ArgumentNullException(nameof(builder));
        var settings = Resolve(configure);
        if (settings.Enabled && IsGuest(builder, settings)) return builder;
        Say(settings, SettingParts.Sampling);
        return settings.Enabled ? builder.SetSampler(services => CreateSampler(settings, services.GetService<AgentRates>())) : builder;
    }

    /// <summary>Makes the configured header formats those of the process: OpenTelemetry's default propagator, HttpClient's and the web host's.</summary>
    /// <remarks>
    /// <para>Takes effect at once. Call it before an HttpClient or a web host is made, since these keep the propagator they find; a late call is counted and said.
    /// In a web host's container it takes the place of what the host found.</para>
    /// <para>Server spans of a web host are linked to what else their request's headers named.</para>
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets formats and hosts; what it leaves unset is taken from the environment.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option has a value that it can't have.</exception>
    public static TracerProviderBuilder UseSeguePropagation(this TracerProviderBuilder builder, Action<SegueOptions>? configure = null)
    {
        if (builder is null) throw new ArgumentNullException(nameof(builder));
        var settings = Resolve(configure);
        if (IsGuest(builder, settings)) return builder;
        if (settings.Enabled) Say(settings, SettingParts.Propagation);
        PropagationInstall.Install(settings.Propagation);
        builder.AddProcessor(new RequestStartProcessor());
        try
        {
            // A web host's builder took the propagator that it found; in its container the one in force replaces that.
            return builder.ConfigureServices(static services => services.Replace(ServiceDescriptor.Singleton(static _ => DistributedContextPropagator.Current)));
        }
        catch (NotSupportedException)
        {
            // The container is made already: a host that has asked for its propagator keeps that one.
            return builder;
        }
    }

    internal static void AddSources(TracerProviderBuilder builder, SegueSettings settings, bool isSamplerOwn)
    {
        TracePropagationHandler.IsSuppressed ??= static () => Sdk.SuppressInstrumentation;
        builder.AddSource(ShimSourceName, Segue.Tracer.ActivitySourceName);
        if (settings.RecordFrameworkSpans) builder.AddSource(FrameworkSourceNames);
        if (settings is { RecordFrameworkSpans: true, FrameworkSpansAreFound: true }) builder.AddInstrumentation(static () => new LateInstrumentation());
        foreach (var source in settings.Sources) builder.AddSource(source);
        // Segue's sampler decides about such a span as about a root; another may drop it for the flag of a parent that was never sampled.
        var isWatched = !isSamplerOwn && !settings.RecordFrameworkSpans && settings.Sources.Count > 0;
        builder.AddProcessor(_ => new HiddenParentProcessor(isWatched ? new PlainSourceWatch(settings.Sources, ShimSourceName, Segue.Tracer.ActivitySourceName) : null));
    }

    // The exit is made when the provider is built, since the sampler, added before or after it, has to find the rates that it receives.
    internal static TracerProviderBuilder AddAgentExit(TracerProviderBuilder builder, SegueSettings settings)
    {
        var isFirst = true;
        try
        {
            builder.ConfigureServices(services =>
            {
                isFirst = AgentExitMark.TryAdd(services, settings.AgentUri);
                services.TryAddSingleton(new AgentRates());
            });
        }
        catch (NotSupportedException)
        {
            // The container is made already, so no sampler of the provider finds the rates either.
        }

        if (isFirst) return builder.AddProcessor(services => CreateAgentExit(settings, services.GetService<AgentRates>() ?? new AgentRates(), flushAtProcessExit: true));
        Misuse.Report("exit_twice", "A provider was given a second Datadog exit for the same address, which would send every span twice; it was left out.");
        return builder;
    }

    internal static TraceProcessor CreateAgentExit(SegueSettings settings, AgentRates rates, bool flushAtProcessExit = false) => new(
        new AgentExporter(new AgentExitSettings
        {
            Agent = settings.AgentUri,
            Identify = resource => ServiceIdentityResolution.Resolve(settings, resource),
            Rates = rates,
            SendRejected = !settings.DropEarly,
            SpanRules = settings.SpanRules,
            Mapping = new MappingSettings { Services = settings.ServiceMapping, Headers = settings.HeaderTags },
        }),
        new AssemblyLimits { PartialSpans = settings.PartialFlushSpans },
        flushAtProcessExit: flushAtProcessExit);

    // Single spans can be kept only of traces that are recorded.
    internal static SegueSampler CreateSampler(SegueSettings settings, AgentRates? rates) =>
        new(settings.Sampling, recordRejected: rates is not null && (!settings.DropEarly || settings.SpanRules.Count > 0), rates, TimeProvider.System);

    // Said once for each provider, however many of the calls above it gets.
    private static bool IsGuest(TracerProviderBuilder builder, SegueSettings settings)
    {
        if (settings.Owner is null) return false;
        if (!_guests.TryGetValue(builder, out _))
        {
            _guests.Add(builder, settings.Owner);
            SegueEventSource.Log.Guest(settings.Owner);
        }

        return true;
    }

    private static void Say(SegueSettings settings, SettingParts parts)
    {
        if (settings.SayStart) SegueEventSource.Log.Started(StartupLine.OfJoined(settings, parts));
    }

    private static SegueSettings Resolve(Action<SegueOptions>? configure)
    {
        var options = new SegueOptions();
        configure?.Invoke(options);
        return EnvironmentOptions.Resolve(options);
    }
}
