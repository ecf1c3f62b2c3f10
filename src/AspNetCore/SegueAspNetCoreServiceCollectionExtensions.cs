using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Segue.AspNetCore;
using Segue.Propagation;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Segue to a web host.</summary>
public static class SegueAspNetCoreServiceCollectionExtensions
{
    /// <summary>Fills in the server spans that ASP.NET Core makes, and lets the host read the header formats that are installed.</summary>
    /// <remarks>
    /// <para>The span gets its route in the name, <c>http.route</c>, <c>http.request.method</c>, <c>http.response.status_code</c>, scheme, path
    /// and server, <c>error.type</c> and the status Error for a 5xx or an exception, and the headers that <c>DD_TRACE_HEADER_TAGS</c> lists. Names and
    /// tags that are there already stay.</para>
    /// <para>The host found its propagator when its builder was made; it is given the one that is in force when it starts.</para>
    /// <para>Errors: whatever goes wrong here is said by the event source, and the request goes on.</para>
    /// <para>Source: OpenTelemetry's semantic conventions for HTTP server spans, 1.23 and later.</para>
    /// </remarks>
    /// <param name="services">The services of the web application.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    public static IServiceCollection AddSegueAspNetCore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        HttpPropagator.HeaderLister = HeaderLister.List;
        if (!services.Any(IsOfSegue)) services.Replace(ServiceDescriptor.Singleton(static _ => DistributedContextPropagator.Current));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, RequestEnrichmentFilter>());
        return services;
    }

    // The factory of Segue.Hosting starts tracing before it answers, which the host depends on.
    private static bool IsOfSegue(ServiceDescriptor service) =>
        service.ServiceType == typeof(DistributedContextPropagator) && !service.IsKeyedService
        && service.ImplementationFactory?.Method.Module.Assembly.GetName().Name?.StartsWith("Segue.", StringComparison.Ordinal) == true;
}
