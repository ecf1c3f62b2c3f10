using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Segue.Shim;

namespace Segue.Hosting;

/// <summary>Registers the shim as the global tracer, before any service of the host starts.</summary>
internal sealed partial class GlobalRegistration : IHostedService
{
    internal GlobalRegistration(OpenTracingShim shim, ILoggerFactory loggers)
    {
        var result = OpenTracingShim.TryRegisterGlobal(shim);
        if (result == RegistrationResult.Occupied) Occupied(loggers.CreateLogger(SegueLog.Category), result.Occupant ?? "another tracer");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "The global OpenTracing tracer is {Occupant}, registered before the host started, and stays so. Code that asks the container for an ITracer gets Segue's; code that uses GlobalTracer.Instance does not.")]
    private static partial void Occupied(ILogger logger, string occupant);
}
