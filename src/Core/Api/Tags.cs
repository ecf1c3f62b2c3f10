namespace Segue;

/// <summary>Well-known tag names.</summary>
public static class Tags
{
    /// <summary>Deployment environment.</summary>
    public const string Env = "env";

    /// <summary>Version of the service.</summary>
    public const string Version = "version";

    /// <summary>Name of the service that a span belongs to, where it differs from the process's.</summary>
    public const string ServiceName = "service.name";

    /// <summary>What the span works on, e.g. a route or a statement.</summary>
    public const string ResourceName = "resource.name";

    /// <summary>Type of the span, see <see cref="SpanTypes"/>.</summary>
    public const string SpanType = "span.type";

    /// <summary>Role of the span in a remote call, see <see cref="SpanKinds"/>.</summary>
    public const string SpanKind = "span.kind";

    /// <summary>Setting it to a true value keeps the trace.</summary>
    public const string ManualKeep = "manual.keep";

    /// <summary>Setting it to a true value drops the trace.</summary>
    public const string ManualDrop = "manual.drop";

    /// <summary>Above 0 keeps the trace, 0 or below drops it.</summary>
    public const string SamplingPriority = "sampling.priority";

    /// <summary>Message of an error.</summary>
    public const string ErrorMsg = "error.msg";

    /// <summary>Type of an error.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Stack trace of an error.</summary>
    public const string ErrorStack = "error.stack";

    /// <summary>HTTP method.</summary>
    public const string HttpMethod = "http.method";

    /// <summary>URL of an HTTP request.</summary>
    public const string HttpUrl = "http.url";

    /// <summary>Status code of an HTTP response.</summary>
    public const string HttpStatusCode = "http.status_code";

    /// <summary>Kind of database.</summary>
    public const string DbType = "db.type";

    /// <summary>Name of a database.</summary>
    public const string DbName = "db.name";

    /// <summary>User of a database.</summary>
    public const string DbUser = "db.user";

    /// <summary>Statement sent to a database.</summary>
    public const string SqlQuery = "sql.query";

    /// <summary>Host that was called.</summary>
    public const string OutHost = "out.host";

    /// <summary>Port that was called.</summary>
    public const string OutPort = "out.port";

    /// <summary>Service that was called.</summary>
    public const string PeerService = "peer.service";

    /// <summary>Library that made the span.</summary>
    public const string InstrumentationName = "component";

    /// <summary>Language of the tracer.</summary>
    public const string Language = "language";
}
