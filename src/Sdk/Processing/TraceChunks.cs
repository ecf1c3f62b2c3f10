using System.Collections;
using System.Diagnostics;

namespace Segue.Processing;

/// <summary>Groups spans by trace, in order of arrival; keeps its lists between batches.</summary>
internal sealed class TraceChunks : IEnumerable<List<Activity>>
{
    private readonly Dictionary<ActivityTraceId, List<Activity>> _byTrace = [];
    private readonly List<List<Activity>> _ordered = [];
    private readonly Stack<List<Activity>> _spare = new();

    public IEnumerator<List<Activity>> GetEnumerator() => _ordered.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(Activity activity)
    {
        if (!_byTrace.TryGetValue(activity.TraceId, out var chunk))
        {
            chunk = _spare.Count > 0 ? _spare.Pop() : [];
            _byTrace.Add(activity.TraceId, chunk);
            _ordered.Add(chunk);
        }

        chunk.Add(activity);
    }

    internal void Clear()
    {
        foreach (var chunk in _ordered)
        {
            chunk.Clear();
            _spare.Push(chunk);
        }

        _ordered.Clear();
        _byTrace.Clear();
    }
}
