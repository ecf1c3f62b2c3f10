using System.Diagnostics;
using OpenTracing;

namespace Segue.Shim.Testing;

/// <summary>A reference from a span to another one; equal when type and ids are.</summary>
public sealed class RecordedReference : IEquatable<RecordedReference>
{
    private const string RefType = "opentracing.ref_type";

    /// <summary>Creates a reference to compare with.</summary>
    /// <param name="context">The context referred to.</param>
    /// <param name="referenceType">The type of the reference, e.g. <c>follows_from</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public RecordedReference(OpenTracing.ISpanContext context, string referenceType)
        : this(referenceType, (context ?? throw new ArgumentNullException(nameof(context))).TraceId, context.SpanId)
    {
    }

    private RecordedReference(string referenceType, string traceId, string spanId)
    {
        ReferenceType = referenceType ?? throw new ArgumentNullException(nameof(referenceType));
        TraceId = traceId;
        SpanId = spanId;
    }

    /// <summary>The type of the reference, e.g. <c>child_of</c>.</summary>
    public string ReferenceType { get; }

    /// <summary>Id of the trace referred to.</summary>
    /// <value>32 lower hex digits.</value>
    public string TraceId { get; }

    /// <summary>Id of the span referred to.</summary>
    /// <value>16 lower hex digits.</value>
    public string SpanId { get; }

    /// <summary>Tells whether both are of one type and refer to one span.</summary>
    /// <param name="other">The reference to compare with.</param>
    /// <returns><see langword="true"/> when type and ids are equal.</returns>
    public bool Equals(RecordedReference? other) =>
        other is not null && ReferenceType == other.ReferenceType && TraceId == other.TraceId && SpanId == other.SpanId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecordedReference);

    /// <inheritdoc/>
    public override int GetHashCode() => (ReferenceType, TraceId, SpanId).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => ReferenceType + " " + TraceId + "-" + SpanId;

    internal static List<RecordedReference> Of(Activity activity)
    {
        var references = new List<RecordedReference>();
        foreach (var link in activity.Links)
        {
            // A link without the type was made by another API.
            if (link.Tags?.FirstOrDefault(tag => tag.Key == RefType).Value is string type) references.Add(To(link.Context.TraceId, link.Context.SpanId, type));
        }

        // A parent of another type is among the links, which keep the type.
        if (activity.ParentSpanId == default) return references;
        var parent = To(activity.TraceId, activity.ParentSpanId, References.ChildOf);
        if (!references.Exists(link => link.TraceId == parent.TraceId && link.SpanId == parent.SpanId)) references.Insert(0, parent);
        return references;
    }

    private static RecordedReference To(ActivityTraceId traceId, ActivitySpanId spanId, string type) => new(type, traceId.ToHexString(), spanId.ToHexString());
}
