namespace OpenTracing.Tag;

/// <summary>Lists the tags that carry an agreed meaning.</summary>
public static class Tags
{
    /// <summary>The value of <see cref="SpanKind"/> for the calling side of a request.</summary>
    public const string SpanKindClient = "client";

    /// <summary>The value of <see cref="SpanKind"/> for the side that receives messages.</summary>
    public const string SpanKindConsumer = "consumer";

    /// <summary>The value of <see cref="SpanKind"/> for the side that sends messages.</summary>
    public const string SpanKindProducer = "producer";

    /// <summary>The value of <see cref="SpanKind"/> for the answering side of a request.</summary>
    public const string SpanKindServer = "server";

    /// <summary>The library or module that made the span.</summary>
    public static readonly StringTag Component = new("component");

    /// <summary>The name of the database in use.</summary>
    public static readonly StringTag DbInstance = new("db.instance");

    /// <summary>The statement sent to the database.</summary>
    public static readonly StringTag DbStatement = new("db.statement");

    /// <summary>The kind of database.</summary>
    public static readonly StringTag DbType = new("db.type");

    /// <summary>The user name for the database.</summary>
    public static readonly StringTag DbUser = new("db.user");

    /// <summary>Whether the work failed.</summary>
    public static readonly BooleanTag Error = new("error");

    /// <summary>The method of an HTTP request.</summary>
    public static readonly StringTag HttpMethod = new("http.method");

    /// <summary>The status code of an HTTP response.</summary>
    public static readonly IntTag HttpStatus = new("http.status_code");

    /// <summary>The URL of an HTTP request.</summary>
    public static readonly StringTag HttpUrl = new("http.url");

    /// <summary>Where a message is sent to or received from.</summary>
    public static readonly StringTag MessageBusDestination = new("message_bus.destination");

    /// <summary>The IPv4 address of the peer, as a number or in dotted form.</summary>
    public static readonly IntOrStringTag PeerHostIpv4 = new("peer.ipv4");

    /// <summary>The IPv6 address of the peer.</summary>
    public static readonly StringTag PeerHostIpv6 = new("peer.ipv6");

    /// <summary>The host name of the peer.</summary>
    public static readonly StringTag PeerHostname = new("peer.hostname");

    /// <summary>The port of the peer.</summary>
    public static readonly IntTag PeerPort = new("peer.port");

    /// <summary>The service name of the peer.</summary>
    public static readonly StringTag PeerService = new("peer.service");

    /// <summary>A hint to the tracer: above zero to record the trace, zero to drop it.</summary>
    public static readonly IntTag SamplingPriority = new("sampling.priority");

    /// <summary>The role of the span in a request or message exchange.</summary>
    public static readonly StringTag SpanKind = new("span.kind");
}
