namespace Segue;

/// <summary>Well-known values of <see cref="ISpan.Type"/>.</summary>
public static class SpanTypes
{
    /// <summary>A request that a web server handles.</summary>
    public const string Web = "web";

    /// <summary>A request that an HTTP client sends.</summary>
    public const string Http = "http";

    /// <summary>A call to a database of no better known kind.</summary>
    public const string Db = "db";

    /// <summary>A call to an SQL database.</summary>
    public const string Sql = "sql";

    /// <summary>A call to a cache.</summary>
    public const string Cache = "cache";

    /// <summary>A call to Redis.</summary>
    public const string Redis = "redis";

    /// <summary>A call to Memcached.</summary>
    public const string Memcached = "memcached";

    /// <summary>A call to MongoDB.</summary>
    public const string MongoDb = "mongodb";

    /// <summary>A call to Elasticsearch.</summary>
    public const string Elasticsearch = "elasticsearch";

    /// <summary>Work on a message queue.</summary>
    public const string Queue = "queue";

    /// <summary>A call to or in a function as a service.</summary>
    public const string Serverless = "serverless";

    /// <summary>Anything else.</summary>
    public const string Custom = "custom";
}
