namespace Segue.Shim;

/// <summary>What few span builders are given: references beyond one plain parent, and a start time.</summary>
internal sealed class RareParts
{
    internal Reference? References { get; private set; }

    internal DateTimeOffset StartTime { get; set; }

    internal void Add(string type, ShimSpanContext context)
    {
        var added = new Reference(type, context);
        if (References is null)
        {
            References = added;
            return;
        }

        var last = References;
        while (last.Next is not null) last = last.Next;
        last.Next = added;
    }
}
