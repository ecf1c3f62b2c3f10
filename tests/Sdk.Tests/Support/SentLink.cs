namespace Segue.Sdk.Tests.Support;

/// <summary>A link as a trace agent reads it.</summary>
internal sealed class SentLink
{
    internal ulong TraceId { get; set; }

    internal ulong TraceIdHigh { get; set; }

    internal ulong SpanId { get; set; }

    internal Dictionary<string, string> Attributes { get; set; } = [];

    internal string? TraceState { get; set; }

    internal uint Flags { get; set; }
}
