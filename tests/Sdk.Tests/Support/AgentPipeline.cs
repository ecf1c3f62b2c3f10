using System.Diagnostics;
using OpenTelemetry.Trace;
using Segue.Agent;
using Segue.Processing;

namespace Segue.Sdk.Tests.Support;

/// <summary>A provider of somebody's own with queue and agent exporter behind it.</summary>
internal sealed class AgentPipeline : IDisposable
{
    private readonly TracerProvider _provider;

    internal AgentPipeline(Uri agent, int capacity = QueueProcessor.DefaultCapacity, string source = FinishedSpans.SourceName) =>
        _provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSource(source)
            .AddProcessor(new QueueProcessor(new AgentExporter(agent, _ => FinishedSpans.Identity), agent.ToString(), capacity))
            .Build();

    /// <summary>Makes spans, each a trace of its own, and returns their ids.</summary>
    internal static List<ulong> Trace(int count = 1, Action<Activity>? change = null)
    {
        var ids = new List<ulong>();
        for (var i = 0; i < count; i++)
        {
            using var activity = FinishedSpans.Source.StartActivity("work")!;
            change?.Invoke(activity);
            ids.Add(Context.TraceIds.ToUInt64(activity.SpanId));
        }

        return ids;
    }

    internal bool Flush(int timeoutMilliseconds = 20_000) => _provider.ForceFlush(timeoutMilliseconds);

    internal bool Shutdown(int timeoutMilliseconds) => _provider.Shutdown(timeoutMilliseconds);

    public void Dispose() => _provider.Dispose();
}
