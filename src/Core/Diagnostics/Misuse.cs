using System.Collections.Concurrent;

namespace Segue.Diagnostics;

/// <summary>Counts calls that had to be ignored or adopted, and says each kind once.</summary>
/// <remarks>
/// <para>Threads and cost: safe from any thread; no allocation after the first report of a kind.</para>
/// </remarks>
public static class Misuse
{
    private static readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>Counts one misuse and writes it to the event source if it is the first of its kind in this process.</summary>
    /// <param name="kind">Short name in lower snake case, e.g. <c>finish_twice</c>; a constant, since each new one is remembered.</param>
    /// <param name="detail">What was given and what was done instead.</param>
    public static void Report(string kind, string detail)
    {
        SegueMeter.MisuseSeen(kind);
        if (_said.TryAdd(kind, true)) SegueEventSource.Log.Misuse(kind, detail);
    }
}
