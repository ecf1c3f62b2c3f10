using OpenTelemetry.Resources;
using Segue.Agent;

namespace Segue;

/// <summary>Says which service spans belong to when both settings and a provider's resource name one.</summary>
internal static class ServiceIdentityResolution
{
    /// <summary>Takes what was asked for, else what the provider's resource says, else the process's name.</summary>
    internal static ServiceIdentity Resolve(SegueSettings settings, Resource? resource)
    {
        string? service = null, version = null, environment = null;
        foreach (var attribute in resource?.Attributes ?? [])
        {
            switch (attribute.Key)
            {
                case "service.name": service = attribute.Value as string; break;
                case "service.version": version = attribute.Value as string; break;
                case "deployment.environment.name": environment = attribute.Value as string; break;
                case "deployment.environment": environment ??= attribute.Value as string; break;
            }
        }

        var named = service is not null && !service.StartsWith("unknown_service", StringComparison.Ordinal);
        return new ServiceIdentity
        {
            Service = settings.ServiceNameIsGiven || !named ? settings.ServiceName : service!,
            Version = settings.Version ?? version,
            Env = settings.Environment ?? environment,
            Tags = settings.Tags,
        };
    }
}
