using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using OpenTracing;
using Segue;
using Segue.Hosting;
using Segue.Shim;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Segue to a hosted application.</summary>
public static class SegueServiceCollectionExtensions
{
    private const string HealthCheckName = "segue";

    /// <summary>Starts tracing with the host, flushes when it has stopped, and answers for the exit as the health check <c>segue</c>.</summary>
    /// <remarks>
    /// <para>Options come from the section <c>Segue</c> of the application's configuration, then from <paramref name="configure"/>; what both leave unset is
    /// taken from the environment. Where the container has a provider of OpenTelemetry's, Segue adds its sources, and the exit if one is asked
    /// for, to that one and starts none of its own.</para>
    /// <para>What Segue has to say goes to the application's log, category <c>Segue</c>. Calling it again adds to the options.</para>
    /// <para>Errors: a setting that is unknown or out of range stops the start of the host with an <c>OptionsValidationException</c> that names each with its value and what is accepted.</para>
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddSegue(this IServiceCollection services, Action<SegueOptions>? configure = null)
    {
        if (services is null) throw new ArgumentNullException(nameof(services));
        if (configure is not null) services.AddSingleton(new HostConfiguration(configure));
        if (services.Any(static service => service.ServiceType == typeof(HostTracing))) return services;

        services.AddLogging();
        services.AddSingleton(static provider => new SegueLog(provider.GetRequiredService<ILoggerFactory>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton(static provider => new HostTracing(provider, options => Configure(provider, options)));
        services.AddSingleton<IHostedService>(static provider => new TracingLifetime(provider.GetRequiredService<HostTracing>()));
        services.ConfigureOpenTelemetryTracerProvider(static (provider, builder) => builder.AddSegue(options => Configure(provider, options)));
        // A host reads the propagator when it is made, so tracing has to be on by then.
        services.Replace(ServiceDescriptor.Singleton(static provider =>
        {
            provider.GetRequiredService<HostTracing>();
            return DistributedContextPropagator.Current;
        }));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            HealthCheckName,
            static provider => new ExitHealthCheck(provider.GetRequiredService<HostTracing>(), provider.GetRequiredService<SegueLog>()),
            HealthStatus.Degraded,
            tags: null));
        return services;
    }

    /// <summary>Makes the shim the application's <see cref="ITracer"/> and, with the host, the global tracer.</summary>
    /// <remarks>
    /// <para>The last <see cref="ITracer"/> that is added to a container is the one it gives, so this replaces one that was added before. Where another tracer is
    /// the global one already it stays, and the log says which it is.</para>
    /// <para>With <see cref="AddSegue"/> tracing is on before the shim is made.</para>
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options of the shim.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddOpenTracingShim(this IServiceCollection services, Action<ShimOptions>? configure = null)
    {
        if (services is null) throw new ArgumentNullException(nameof(services));
        if (services.Any(static service => service.ServiceType == typeof(OpenTracingShim))) return services;

        services.AddLogging();
        services.AddSingleton(provider =>
        {
            provider.GetService<HostTracing>();
            var options = new ShimOptions();
            configure?.Invoke(options);
            return new OpenTracingShim(options);
        });
        services.AddSingleton<ITracer>(static provider => provider.GetRequiredService<OpenTracingShim>());
        services.AddSingleton<IHostedService>(static provider =>
            new GlobalRegistration(provider.GetRequiredService<OpenTracingShim>(), provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    private static void Configure(IServiceProvider provider, SegueOptions options)
    {
        if (provider.GetService<IConfiguration>() is { } configuration) OptionsBinding.Bind(configuration.GetSection(OptionsBinding.Section), options);
        foreach (var call in provider.GetServices<HostConfiguration>()) call.Apply(options);
    }
}
