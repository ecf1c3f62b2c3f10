using System.Diagnostics;
using OpenTelemetry;
using OpenTracing;

namespace Segue.Shim;

/// <summary>One reference of a span builder; a linked list, since most spans have none or one.</summary>
internal sealed class Reference(string type, ShimSpanContext context)
{
    internal readonly string Type = type;
    internal readonly ShimSpanContext Context = context;
    internal Reference? Next;
}

/// <summary>Chooses the parent among references and turns the others into links.</summary>
internal static class ReferenceMapping
{
    private const string RefType = "opentracing.ref_type";

    /// <summary>The first <c>child_of</c> that has ids, else the first reference of any type that has, else the first: a root.</summary>
    internal static Reference ChooseParent(Reference references)
    {
        Reference? first = null;
        for (Reference? reference = references; reference is not null; reference = reference.Next)
        {
            if (!reference.Context.HasIds) continue;
            if (reference.Type == References.ChildOf) return reference;
            first ??= reference;
        }

        return first ?? references;
    }

    /// <summary>Links to every reference but a <c>child_of</c> parent, or to all of them.</summary>
    internal static List<ActivityLink>? ToLinks(Reference? references, Reference? parent, bool linkAll)
    {
        List<ActivityLink>? links = null;
        for (var reference = references; reference is not null; reference = reference.Next)
        {
            if (!linkAll && ReferenceEquals(reference, parent) && reference.Type == References.ChildOf) continue;
            var identity = reference.Context.Identity;
            if (identity.TraceId == default || identity.SpanId == default) continue;
            links ??= [];
            links.Add(new ActivityLink(identity, new ActivityTagsCollection { { RefType, reference.Type } }));
        }

        return links;
    }

    /// <summary>The union of the references' baggage; of items with one name the first reference's wins.</summary>
    internal static Baggage UnionBaggage(Reference references)
    {
        var union = references.Context.Baggage;
        for (var reference = references.Next; reference is not null; reference = reference.Next)
        {
            foreach (var item in reference.Context.Baggage.GetBaggage())
            {
                if (union.GetBaggage(item.Key) is null) union = union.SetBaggage(item.Key, item.Value);
            }
        }

        return union;
    }
}
