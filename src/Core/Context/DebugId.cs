using System.Diagnostics;
using OpenTelemetry;

namespace Segue.Context;

/// <summary>The id by which a caller that sends no trace asks for one that is kept: Jaeger's <c>jaeger-debug-id</c>.</summary>
/// <remarks>
/// <para>It holds for the first trace that begins with the request, is a tag of that trace's root, and goes no further. It reaches the root in the baggage of a context
/// that was extracted, or, from a web host that starts its spans itself, with the request's flow.</para>
/// <para>Threads and cost: safe from any thread; one field is read for a trace that begins while no request has ever had one.</para>
/// </remarks>
public static class DebugId
{
    /// <summary>Name of the header, of the baggage item that it is read into, and of the tag.</summary>
    public const string Key = "jaeger-debug-id";

    private static readonly AsyncLocal<Request?> _asked = new();
    private static volatile bool _anyAsked;

    /// <summary>Takes the id out of baggage.</summary>
    /// <param name="baggage">Baggage that was extracted without a trace; the item is removed from it.</param>
    /// <returns>The id, to begin a trace that is kept and tagged with it; <see langword="null"/> when there is none.</returns>
    public static string? Take(ref Baggage baggage)
    {
        var id = baggage.Count == 0 ? null : baggage.GetBaggage(Key);
        if (id is null) return null;
        baggage = baggage.RemoveBaggage(Key);
        // The same request's headers, read by the web host before: whoever takes the id from them begins the trace that it asks for.
        if (_anyAsked && _asked.Value is { } request && request.Id == id) request.TryBegin("");
        return id;
    }

    /// <summary>Tells a sampler whether a trace that begins is the one that the flow's request asks for.</summary>
    /// <param name="trace">Id of the trace.</param>
    /// <param name="id">The id to tag the root with; <see langword="null"/> for roots of the trace after the first.</param>
    /// <returns>Whether to keep it.</returns>
    public static bool TryBegin(ActivityTraceId trace, out string? id)
    {
        id = null;
        if (!_anyAsked || _asked.Value is not { } request) return false;
        var hex = trace.ToHexString();
        var before = request.TryBegin(hex);
        if (before is null) id = request.Id;
        return before is null || before == hex;
    }

    /// <summary>Notes what a request that arrives in the calling flow asks for; the one before is forgotten.</summary>
    internal static void Ask(string? id)
    {
        if (id is null && !_anyAsked) return;
        if (id is not null) _anyAsked = true;
        else if (_asked.Value is null) return;
        _asked.Value = id is null ? null : new Request(id);
    }

    private sealed class Request(string id)
    {
        private string? _trace;

        internal string Id { get; } = id;

        // What stood there before; a task of the request may begin a trace at the same time.
        internal string? TryBegin(string trace) => Interlocked.CompareExchange(ref _trace, trace, null);
    }
}
