namespace Segue;

/// <summary>Values of the tag <see cref="Tags.SpanKind"/>.</summary>
public static class SpanKinds
{
    /// <summary>Sends a request.</summary>
    public const string Client = "client";

    /// <summary>Handles a request.</summary>
    public const string Server = "server";

    /// <summary>Sends a message.</summary>
    public const string Producer = "producer";

    /// <summary>Handles a message.</summary>
    public const string Consumer = "consumer";

    /// <summary>Stays inside the process.</summary>
    public const string Internal = "internal";
}
