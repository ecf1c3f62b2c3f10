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

    /// <summary>Counts one misuse by an object of another implementation, whose type is named if it is the first of its kind.</summary>
    /// <param name="kind">Short name in lower snake case; a constant.</param>
    /// <param name="detail">What was done with it.</param>
    /// <param name="culprit">The object; only its type is read, and only for the first report.</param>
    public static void Report(string kind, string detail, object culprit)
    {
        SegueMeter.MisuseSeen(kind);
        if (!_said.ContainsKey(kind) && _said.TryAdd(kind, true)) SegueEventSource.Log.Misuse(kind, detail + " " + culprit.GetType().FullName);
    }
}
