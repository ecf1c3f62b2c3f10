namespace Segue.Sdk.Tests.Support;

/// <summary>A span as a trace agent reads it.</summary>
internal sealed class SentSpan
{
    internal ulong TraceId { get; set; }

    internal ulong SpanId { get; set; }

    internal ulong? ParentId { get; set; }

    internal string Name { get; set; } = "";

    internal string Resource { get; set; } = "";

    internal string Service { get; set; } = "";

    internal string Type { get; set; } = "";

    internal long Start { get; set; }

    internal long Duration { get; set; }

    internal int? Error { get; set; }

    internal Dictionary<string, string> Meta { get; set; } = [];

    internal Dictionary<string, double> Metrics { get; set; } = [];

    internal List<SentLink> Links { get; } = [];

    internal List<SentEvent> Events { get; } = [];
}
