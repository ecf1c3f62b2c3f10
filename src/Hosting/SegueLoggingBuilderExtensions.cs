using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Segue.Hosting;

namespace Microsoft.Extensions.Logging;

/// <summary>Lets a log line be found from a trace and the reverse.</summary>
public static class SegueLoggingBuilderExtensions
{
    /// <summary>Gives every line that is logged while a span is active that span's ids and the service's name, version and environment.</summary>
    /// <remarks>
    /// <para>Shape: an outermost scope for loggers that show scopes; structured loggers get each as a property. Legacy, OpenTelemetry and native spans count alike.</para>
    /// <para>Cost: nothing for a line that is filtered out; else one object while a span is active.</para>
    /// </remarks>
    /// <param name="builder">The logging of the application.</param>
    /// <param name="configure">Chooses names.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static ILoggingBuilder AddTraceCorrelation(this ILoggingBuilder builder, Action<TraceCorrelationOptions>? configure = null)
    {
        if (builder is null) throw new ArgumentNullException(nameof(builder));
        var options = new TraceCorrelationOptions();
        configure?.Invoke(options);
        builder.Services.Replace(ServiceDescriptor.Singleton<IExternalScopeProvider>(new TraceScopes(options.OpenTelemetryNames, options.DatadogNames)));
        return builder;
    }
}
