using System.Diagnostics;
using System.Globalization;

namespace Segue.Agent;

/// <summary>Names a span as a trace agent expects it; pure translations from an Activity.</summary>
internal static class SpanMapping
{
    internal const string ShimSource = "opentracing-shim";
    internal const string AnalyticsEvent = "analytics.event";

    /// <summary>The operation: the legacy and native APIs' own name, else derived from kind and semantic conventions, in lower case.</summary>
    internal static string OperationName(Activity activity, ActivityKind kind)
    {
        if (Text(activity, "operation.name") is { } given) return Lower(given);
        if (activity.Source.Name is ShimSource or Tracer.ActivitySourceName) return activity.DisplayName.Length > 0 ? activity.DisplayName : "unnamed_operation";

        var client = kind == ActivityKind.Client;
        var server = kind == ActivityKind.Server;
        if (Text(activity, "http.request.method") is not null)
        {
            if (server) return "http.server.request";
            if (client) return "http.client.request";
        }

        if (client && Text(activity, "db.system") is { } database) return Lower(database) + ".query";
        if (kind != ActivityKind.Internal && Text(activity, "messaging.system") is { } messaging && Text(activity, "messaging.operation") is { } operation)
            return Lower(messaging) + "." + Lower(operation);
        if (Text(activity, "rpc.system") is { } rpc)
        {
            if (client && rpc == "aws-api") return Text(activity, "rpc.service") is { } service ? "aws." + Lower(service) + ".request" : "aws.client.request";
            if (client) return Lower(rpc) + ".client.request";
            if (server) return Lower(rpc) + ".server.request";
        }

        if (server && Text(activity, "faas.trigger") is { } trigger) return Lower(trigger) + ".invoke";
        if (client && Text(activity, "faas.invoked_provider") is { } provider && Text(activity, "faas.invoked_name") is { } name)
            return Lower(provider) + "." + Lower(name) + ".invoke";
        if (server && Text(activity, "graphql.operation.type") is not null) return "graphql.server.request";
        if (!server && !client) return KindName(kind);
        var protocol = Text(activity, "network.protocol.name") is { } network ? Lower(network) + "." : "";
        return protocol + (server ? "server.request" : "client.request");
    }

    /// <summary>What the span works on.</summary>
    internal static string Resource(Activity activity, string operationName) =>
        Text(activity, Tags.ResourceName) ?? (activity.DisplayName.Length > 0 ? activity.DisplayName : operationName);

    /// <summary>The type of work.</summary>
    internal static string Type(Activity activity, ActivityKind kind)
    {
        if (Text(activity, Tags.SpanType) is { } given) return given;
        if (kind == ActivityKind.Server) return SpanTypes.Web;
        if (kind != ActivityKind.Client) return SpanTypes.Custom;
        return (Text(activity, "db.system") ?? Text(activity, Tags.DbType)) switch
        {
            null => SpanTypes.Http,
            "redis" or "memcached" => SpanTypes.Cache,
            _ => SpanTypes.Db,
        };
    }

    /// <summary>The kind, which legacy code often sets as a tag after the start.</summary>
    internal static ActivityKind Kind(Activity activity)
    {
        if (activity.Kind != ActivityKind.Internal || Text(activity, Tags.SpanKind) is not { } late) return activity.Kind;
        return Lower(late) switch
        {
            SpanKinds.Server => ActivityKind.Server,
            SpanKinds.Client => ActivityKind.Client,
            SpanKinds.Producer => ActivityKind.Producer,
            SpanKinds.Consumer => ActivityKind.Consumer,
            _ => ActivityKind.Internal,
        };
    }

    internal static string KindName(ActivityKind kind) => kind switch
    {
        ActivityKind.Server => SpanKinds.Server,
        ActivityKind.Client => SpanKinds.Client,
        ActivityKind.Producer => SpanKinds.Producer,
        ActivityKind.Consumer => SpanKinds.Consumer,
        _ => SpanKinds.Internal,
    };

    /// <summary>Whether a tag is part of the span itself rather than of its metadata.</summary>
    internal static bool IsConsumed(string key) =>
        key is "operation.name" or Tags.ServiceName or Tags.ResourceName or Tags.SpanType or Tags.SpanKind or AnalyticsEvent or "otel.status_code" or "otel.status_description";

    /// <summary>The number that goes to metrics; false for everything that goes to meta as text.</summary>
    internal static bool TryNumber(string key, object? value, out double number)
    {
        number = 0;
        if (key is "http.status_code" or "http.response.status_code") return false;
        switch (value)
        {
            case int n: number = n; return true;
            case long n: number = n; return true;
            case double n: number = n; return true;
            case float n: number = n; return true;
            case short n: number = n; return true;
            case byte n: number = n; return true;
            case uint n: number = n; return true;
            case ushort n: number = n; return true;
            case sbyte n: number = n; return true;
            case ulong n: number = n; return true;
            default: return false;
        }
    }

    /// <summary>Text of a value: booleans as <c>true</c> and <c>false</c>, arrays as JSON, everything else by the invariant culture.</summary>
    internal static string ToText(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        Array items => new JsonText().Value(items).ToString(),
        _ => Convert(value),
    };

    private static string Convert(object value)
    {
        try
        {
            return System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception e)
        {
            // One value whose ToString throws must not cost the trace.
            return "(" + e.GetType().Name + ")";
        }
    }

    /// <summary>The service of a span.</summary>
    internal static string? Service(Activity activity) => Text(activity, Tags.ServiceName);

    internal static string? Text(Activity activity, string key) =>
        activity.GetTagItem(key) switch
        {
            null or "" => null,
            string text => text,
            var value => ToText(value),
        };

    /// <summary>The switch that <c>analytics.event</c> is; false when it is neither on nor off.</summary>
    internal static bool TrySwitch(object? value, out bool on)
    {
        var text = value is null ? "" : Lower(ToText(value));
        on = text is "1" or "t" or "true";
        return on || text is "0" or "f" or "false";
    }

    private static string Lower(string text) => text.ToLowerInvariant();
}
