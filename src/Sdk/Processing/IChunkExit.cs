using OpenTelemetry.Resources;

namespace Segue.Processing;

/// <summary>Takes chunks out of the process, in payloads; every member but <see cref="Cancel"/> is called by one thread at a time.</summary>
internal interface IChunkExit : IDisposable
{
    /// <summary>What the exit is called where something is said of it.</summary>
    string Name { get; }

    /// <summary>Payloads that were acknowledged or given up, of those that <see cref="Seal"/> counts.</summary>
    long Settled { get; }

    /// <summary>Payloads that were begun, the one that is being filled included.</summary>
    long Begun { get; }

    /// <summary>Whether <see cref="TryWrite"/> ever does.</summary>
    bool IsDirect { get; }

    /// <summary>Gives it the means to call the worker, before anything else.</summary>
    void Attach(Action wake);

    /// <summary>Writes a chunk into the payload that is being filled; the spans are not kept.</summary>
    /// <param name="chunk">The spans; it may take out those that don't leave.</param>
    /// <param name="resource">The provider's resource, which is final once spans arrive.</param>
    void Write(TraceChunk chunk, Resource? resource);

    /// <summary>Writes a chunk as <see cref="Write"/> does, on a thread that traces: without a wait, and without what can be left to the worker.</summary>
    /// <returns><see langword="false"/> when the worker has to write it.</returns>
    bool TryWrite(TraceChunk chunk);

    /// <summary>Ends the payload that is being filled.</summary>
    /// <returns>The number of payloads up to here.</returns>
    long Seal();

    /// <summary>Begins what is due and ends what is done; waits for nothing.</summary>
    /// <returns>When to be called again at the latest.</returns>
    TimeSpan Pump();

    /// <summary>Is about to stop: nothing is waited for that may take long.</summary>
    void Hurry();

    /// <summary>Gives up what is under way and all that waits, from any thread.</summary>
    void Cancel();
}
