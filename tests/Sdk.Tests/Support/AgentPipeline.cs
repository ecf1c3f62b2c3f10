using System.Diagnostics;
using System.Net;
using OpenTelemetry.Trace;
using Segue.Agent;
using Segue.Processing;

namespace Segue.Sdk.Tests.Support;

/// <summary>A provider of somebody's own with queue and agent exporter behind it.</summary>
internal sealed class AgentPipeline : IDisposable
{
    private readonly TracerProvider _provider;

    internal AgentPipeline(Uri agent, int capacity = TraceProcessor.DefaultCapacity, string source = FinishedSpans.SourceName, TimeSpan? requestTimeout = null, int bufferBytes = Limits.BufferBytes, int tries = 3, Func<DnsEndPoint, EndPoint>? resolve = null, TimeSpan? connectionLifetime = null, TimeSpan? answerPatience = null)
    {
        var settings = new AgentExitSettings
        {
            Agent = agent,
            Identify = _ => FinishedSpans.Identity,
            Retry = new RetryPolicy { Tries = tries, FirstPause = TimeSpan.FromMilliseconds(20) },
            RequestTimeout = requestTimeout ?? AgentTransport.DefaultRequestTimeout,
            BufferBytes = bufferBytes,
            Resolve = resolve,
            AnswerPatience = answerPatience ?? TimeSpan.FromSeconds(20),
            ConnectionLifetime = connectionLifetime ?? AgentTransport.DefaultConnectionLifetime,
        };
        Exporter = new AgentExporter(settings);
        _provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .AddSource(source)
            .AddProcessor(new TraceProcessor(Exporter, capacity: capacity))
            .Build();
    }

    internal AgentExporter Exporter { get; }

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
