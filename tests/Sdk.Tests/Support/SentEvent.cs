namespace Segue.Sdk.Tests.Support;

/// <summary>An event as a trace agent reads it from <c>span_events</c>; attributes as <c>{type}:{value}</c>.</summary>
internal sealed class SentEvent
{
    internal string Name { get; set; } = "";

    internal ulong Time { get; set; }

    internal Dictionary<string, string> Attributes { get; } = [];
}
