using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Segue.Hosting;

/// <summary>Whether spans leave the process.</summary>
internal sealed class ExitHealthCheck(HostTracing tracing, SegueLog log) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        log.Failure is { } failure ? new HealthCheckResult(context.Registration.FailureStatus, failure)
        : HealthCheckResult.Healthy(tracing.IsOfApplication ? "Spans leave by the application's own provider." : "No exit is known to fail."));
}
