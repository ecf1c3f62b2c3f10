namespace Segue.Sdk.Tests.Support;

/// <summary>A request as it came over the socket.</summary>
internal sealed class ReceivedRequest
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    internal ReceivedRequest(string head, byte[] body)
    {
        Head = head;
        Body = body;
        foreach (var line in head.Split("\r\n").Skip(1))
        {
            var colon = line.IndexOf(':');
            if (colon > 0) _headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }
    }

    internal string Head { get; }

    internal string RequestLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    internal byte[] Body { get; }

    internal string? this[string header] => _headers.GetValueOrDefault(header);

    internal List<List<SentSpan>> Chunks() => PayloadReading.Read(Body);
}
