using System.Diagnostics;

namespace Segue.CompatMatrix.Subjects;

/// <summary>A link of a finished span and the reference type that it keeps.</summary>
internal sealed record LinkView(string TraceId, string SpanId, string? ReferenceType)
{
    internal static LinkView Of(ActivityLink link) => new(
        link.Context.TraceId.ToHexString(),
        link.Context.SpanId.ToHexString(),
        link.Tags?.FirstOrDefault(tag => tag.Key == "opentracing.ref_type").Value as string);
}
