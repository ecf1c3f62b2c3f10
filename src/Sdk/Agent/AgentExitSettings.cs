using System.Net;
using OpenTelemetry.Resources;
using Segue.Processing;
using Segue.Sampling;

namespace Segue.Agent;

/// <summary>What an exit to a trace agent is made with.</summary>
internal sealed class AgentExitSettings
{
    internal Uri Agent { get; init; } = new("http://localhost:8126");

    internal Func<Resource?, ServiceIdentity> Identify { get; init; } = static _ => new ServiceIdentity();

    /// <summary>Where the rates that the agent asks for are kept.</summary>
    internal AgentRates? Rates { get; init; }

    /// <summary>Whether traces that were dropped are sent too, with the priority that says so.</summary>
    internal bool SendRejected { get; init; }

    internal IReadOnlyList<SpanRule> SpanRules { get; init; } = [];

    internal MappingSettings Mapping { get; init; } = new();

    internal RetryPolicy Retry { get; init; } = new();

    /// <summary>Memory of the payloads that wait, used or not; chunks that come when there is that much of it are dropped.</summary>
    internal int BufferBytes { get; init; } = Limits.BufferBytes;

    /// <summary>How long a payload is filled at most.</summary>
    internal TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a request goes on in which the agent neither takes nor answers anything.</summary>
    internal TimeSpan RequestTimeout { get; init; } = AgentTransport.DefaultRequestTimeout;

    /// <summary>How long the first span waits at most for what the agent says it can do.</summary>
    internal TimeSpan AnswerPatience { get; init; } = AgentTransport.AnswerPatience;

    internal TimeSpan ConnectionLifetime { get; init; } = AgentTransport.DefaultConnectionLifetime;

    /// <summary>Finds the agent's address; the system does where this is not given.</summary>
    internal Func<DnsEndPoint, EndPoint>? Resolve { get; init; }

    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
