namespace Segue.Agent;

/// <summary>What the trace agent made of a request.</summary>
internal readonly struct AgentResponse(AgentOutcome outcome, string reason, string? body = null, string? state = null)
{
    internal AgentOutcome Outcome { get; } = outcome;

    internal string Reason { get; } = reason;

    /// <summary>What an agent that accepts says, e.g. of the rates that it wants; <see langword="null"/> when that could not be read.</summary>
    internal string? Body { get; } = body;

    /// <summary>The agent's mark of what it can do; another one is a reason to ask again.</summary>
    internal string? State { get; } = state;

    internal static AgentResponse FromStatus(int status, string? body = null, string? state = null) => status switch
    {
        >= 200 and < 300 => new AgentResponse(AgentOutcome.Accepted, "accepted", body, state),
        429 => new AgentResponse(AgentOutcome.TryAgain, "HTTP 429"),
        >= 500 => new AgentResponse(AgentOutcome.TryAgain, "HTTP " + status),
        _ => new AgentResponse(AgentOutcome.Refused, "HTTP " + status),
    };
}

/// <summary>What to do after a request.</summary>
internal enum AgentOutcome
{
    /// <summary>The payload is the agent's now.</summary>
    Accepted,

    /// <summary>The agent can't take it at the moment: no connection, too busy, or an error of its own.</summary>
    TryAgain,

    /// <summary>The agent will never take it.</summary>
    Refused,
}
