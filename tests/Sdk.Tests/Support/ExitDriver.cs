using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Sampling;

namespace Segue.Sdk.Tests.Support;

/// <summary>An agent exporter with the policy that users get, whose worker is the test, on a clock that the test moves.</summary>
internal sealed class ExitDriver : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly AutoResetEvent _wake = new(false);

    internal ExitDriver(Uri agent, int bufferBytes = Limits.BufferBytes, RetryPolicy? retry = null)
    {
        Exporter = new AgentExporter(new AgentExitSettings { Agent = agent, Identify = _ => FinishedSpans.Identity, Clock = Clock, BufferBytes = bufferBytes, Retry = retry ?? new RetryPolicy() });
        Exporter.Attach(() => _wake.Set());
    }

    internal ManualClock Clock { get; } = new();

    internal AgentExporter Exporter { get; }

    /// <summary>Writes spans as one trace.</summary>
    internal void Write(params IEnumerable<Activity> spans) => Exporter.Write(FinishedSpans.Chunk(spans), null);

    /// <summary>Writes a span as a trace and ends the payload, as a flush does.</summary>
    internal ulong WriteAndSeal()
    {
        var span = FinishedSpans.Make();
        Write(span);
        Exporter.Seal();
        return Context.TraceIds.ToUInt64(span.SpanId);
    }

    /// <summary>Goes on until no request is under way and none is due.</summary>
    internal void Pump()
    {
        while (Exporter.Pump() == TimeSpan.MaxValue && Exporter.Begun > Exporter.Settled) Assert.IsTrue(_wake.WaitOne(_patience), "the request ends");
    }

    public void Dispose() => Exporter.Dispose();
}
