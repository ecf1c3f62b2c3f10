namespace Segue.Interop;

/// <summary>What three services exported about one call through all of them.</summary>
/// <param name="Services">Their names, in the order of the call.</param>
/// <param name="Spans">Their spans.</param>
internal sealed record Conversation(IReadOnlyList<string> Services, IReadOnlyList<ExportedSpan> Spans)
{
    internal const int Hops = 3;

    /// <summary>Key of the baggage item that a service adds.</summary>
    internal static string ItemOf(int hop) => "item-" + (hop + 1);

    internal ExportedSpan Server(int hop) => Only(hop, span => span.Kind == "server");

    /// <summary>The client span that the code of a service made; what HttpClient makes below it has no id of the call.</summary>
    internal ExportedSpan Client(int hop) => Only(hop, span => span.Kind == "client" && span.CallId is not null);

    /// <summary>The span that was under way in the sender's HTTP client, which is HttpClient's own one on .NET.</summary>
    internal ExportedSpan Sender(int hop)
    {
        var client = Client(hop);
        return Spans.SingleOrDefault(span => span.Service == Services[hop] && span.ParentId == client.SpanId && span.IsHttpClient) ?? client;
    }

    public override string ToString() => string.Join(Environment.NewLine, Spans);

    private ExportedSpan Only(int hop, Func<ExportedSpan, bool> condition)
    {
        var found = Spans.Where(span => span.Service == Services[hop] && condition(span)).ToList();
        Assert.HasCount(1, found, $"Spans of {Services[hop]} among{Environment.NewLine}{this}");
        return found[0];
    }
}
