using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Sdk.Tests.Support;

/// <summary>Keeps span ids; can be held up, and can be made to throw.</summary>
internal sealed class GatedExporter : BaseExporter<Activity>
{
    private readonly ConcurrentDictionary<ActivitySpanId, int> _seen = new();

    internal ManualResetEventSlim Open { get; } = new(true);

    internal ManualResetEventSlim Entered { get; } = new(false);

    internal Exception? Failure { get; set; }

    internal bool WasShutDown { get; private set; }

    internal IReadOnlyCollection<ActivitySpanId> Seen => [.. _seen.Keys];

    internal bool EachOnce => _seen.Values.All(times => times == 1);

    internal bool Has(ActivitySpanId id) => _seen.ContainsKey(id);

    public override ExportResult Export(in Batch<Activity> batch)
    {
        Entered.Set();
        Open.Wait();
        if (Failure is { } failure) throw failure;
        foreach (var activity in batch) _seen.AddOrUpdate(activity.SpanId, 1, (_, times) => times + 1);
        return ExportResult.Success;
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        WasShutDown = true;
        return true;
    }
}
