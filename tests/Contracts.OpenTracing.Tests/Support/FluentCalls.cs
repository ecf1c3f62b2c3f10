using OpenTracing;
using OpenTracing.Tag;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Lists every call of the two fluent interfaces that promises to return its own object.</summary>
internal static class FluentCalls
{
    private static readonly Dictionary<string, object> _fields = new() { ["key"] = "value" };

    public static readonly Dictionary<string, Func<ISpan, ISpan>> Span = new()
    {
        ["Log(fields)"] = span => span.Log(_fields),
        ["Log(event)"] = span => span.Log("event"),
        ["Log(timestamp, fields)"] = span => span.Log(Some.Time, _fields),
        ["Log(timestamp, event)"] = span => span.Log(Some.Time, "event"),
        ["SetBaggageItem"] = span => span.SetBaggageItem("key", "value"),
        ["SetOperationName"] = span => span.SetOperationName("name"),
        ["SetTag(BooleanTag)"] = span => span.SetTag(Tags.Error, true),
        ["SetTag(IntOrStringTag)"] = span => span.SetTag(Tags.PeerHostIpv4, "127.0.0.1"),
        ["SetTag(IntTag)"] = span => span.SetTag(Tags.PeerPort, 1),
        ["SetTag(StringTag)"] = span => span.SetTag(Tags.Component, "value"),
        ["SetTag(bool)"] = span => span.SetTag("key", true),
        ["SetTag(double)"] = span => span.SetTag("key", 1.5),
        ["SetTag(int)"] = span => span.SetTag("key", 1),
        ["SetTag(string)"] = span => span.SetTag("key", "value"),
    };

    public static readonly Dictionary<string, Func<ISpanBuilder, ISpanBuilder>> Builder = new()
    {
        ["AddReference"] = builder => builder.AddReference(References.FollowsFrom, Some.Context()),
        ["AddReference(null)"] = builder => builder.AddReference(References.FollowsFrom, null),
        ["AsChildOf(span)"] = builder => builder.AsChildOf(Some.Span()),
        ["AsChildOf(null span)"] = builder => builder.AsChildOf((ISpan)null),
        ["AsChildOf(context)"] = builder => builder.AsChildOf(Some.Context()),
        ["AsChildOf(null context)"] = builder => builder.AsChildOf((ISpanContext)null),
        ["IgnoreActiveSpan"] = builder => builder.IgnoreActiveSpan(),
        ["WithStartTimestamp"] = builder => builder.WithStartTimestamp(Some.Time),
        ["WithTag(BooleanTag)"] = builder => builder.WithTag(Tags.Error, true),
        ["WithTag(IntOrStringTag)"] = builder => builder.WithTag(Tags.PeerHostIpv4, "127.0.0.1"),
        ["WithTag(IntTag)"] = builder => builder.WithTag(Tags.PeerPort, 1),
        ["WithTag(StringTag)"] = builder => builder.WithTag(Tags.Component, "value"),
        ["WithTag(bool)"] = builder => builder.WithTag("key", true),
        ["WithTag(double)"] = builder => builder.WithTag("key", 1.5),
        ["WithTag(int)"] = builder => builder.WithTag("key", 1),
        ["WithTag(string)"] = builder => builder.WithTag("key", "value"),
    };

    public static IEnumerable<object[]> SpanNames => Span.Keys.Select(name => new object[] { name });

    public static IEnumerable<object[]> BuilderNames => Builder.Keys.Select(name => new object[] { name });
}
