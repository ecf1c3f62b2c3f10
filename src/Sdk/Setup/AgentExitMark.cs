using Microsoft.Extensions.DependencyInjection;

namespace Segue;

/// <summary>Says in a provider's services that it has a Datadog exit for an address.</summary>
internal sealed class AgentExitMark(Uri agent)
{
    private readonly Uri _agent = agent;

    /// <summary>Leaves a mark.</summary>
    /// <returns>Whether there was none for the same address.</returns>
    internal static bool TryAdd(IServiceCollection services, Uri agent)
    {
        foreach (var service in services)
        {
            // The type first: a keyed service throws when it is asked for its instance as others are.
            if (service.ServiceType == typeof(AgentExitMark) && service.ImplementationInstance is AgentExitMark mark && mark._agent == agent) return false;
        }

        services.AddSingleton(new AgentExitMark(agent));
        return true;
    }
}
