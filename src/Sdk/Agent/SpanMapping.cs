using System.Diagnostics;
using System.Globalization;

namespace Segue.Agent;

/// <summary>Names a span as a trace agent expects it.</summary>
/// <remarks>Used by one thread at a time: names that are put together are kept, so that they are put together once.</remarks>
internal sealed class SpanMapping(MappingSettings settings)
{
    private const string ShimSource = "opentracing-shim";
    private const int NamesKept = 256;

    private readonly Dictionary<(string, string), string> _names = [];

    /// <summary>The operation: the legacy and native APIs' own name, else derived from kind and semantic conventions, in lower case.</summary>
    internal string OperationName(Activity activity, ActivityKind kind, in SpanFields tags)
    {
        if (tags.OperationName is not null) return Lower(tags.OperationName);
        if (IsByHand(activity)) return activity.DisplayName.Length > 0 ? activity.DisplayName : "unnamed_operation";

        var client = kind == ActivityKind.Client;
        var server = kind == ActivityKind.Server;
        if (tags.HttpMethod is not null)
        {
            if (server) return "http.server.request";
            if (client) return "http.client.request";
        }

        if (client && tags.DbSystem is not null) return Name(tags.DbSystem, ".query");
        if (kind != ActivityKind.Internal && tags.MessagingSystem is not null && tags.MessagingOperation is not null)
            return Name(tags.MessagingSystem, Name(".", tags.MessagingOperation));
        if (tags.RpcSystem is not null)
        {
            if (client && tags.RpcSystem == "aws-api") return tags.RpcService is null ? "aws.client.request" : Name("aws.", Name(tags.RpcService, ".request"));
            if (client) return Name(tags.RpcSystem, ".client.request");
            if (server) return Name(tags.RpcSystem, ".server.request");
        }

        if (server && tags.FaasTrigger is not null) return Name(tags.FaasTrigger, ".invoke");
        if (client && tags.FaasProvider is not null && tags.FaasName is not null) return Name(tags.FaasProvider, Name(".", Name(tags.FaasName, ".invoke")));
        if (server && tags.GraphqlType is not null) return "graphql.server.request";
        if (!server && !client) return KindName(kind);
        var request = server ? "server.request" : "client.request";
        return tags.ProtocolName is null ? request : Name(tags.ProtocolName, server ? ".server.request" : ".client.request");
    }

    /// <summary>The service that a span names, by the name that was asked for; <see langword="null"/> when it names none.</summary>
    internal string? Service(string? named) => named is not null && settings.Services.TryGetValue(named, out var other) ? other : named;

    /// <summary>What the span works on.</summary>
    internal static string Resource(Activity activity, string operationName, in SpanFields tags) =>
        tags.ResourceName ?? (activity.DisplayName.Length > 0 ? activity.DisplayName : operationName);

    /// <summary>The type of work.</summary>
    internal static string Type(Activity activity, ActivityKind kind, in SpanFields tags)
    {
        if (tags.SpanType is not null) return tags.SpanType;
        if (kind == ActivityKind.Server) return SpanTypes.Web;
        if (kind != ActivityKind.Client) return SpanTypes.Custom;
        return (tags.DbSystem ?? activity.GetTagItem(Tags.DbType) as string) switch
        {
            null or "" => SpanTypes.Http,
            "redis" or "memcached" => SpanTypes.Cache,
            _ => SpanTypes.Db,
        };
    }

    /// <summary>The kind, which legacy code often sets as a tag after the start.</summary>
    internal static ActivityKind Kind(Activity activity, in SpanFields tags)
    {
        if (activity.Kind != ActivityKind.Internal || tags.SpanKind is null) return activity.Kind;
        return Lower(tags.SpanKind) switch
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

    /// <summary>Whether the span has failed: by its status, else by what older instrumentation says in tags.</summary>
    internal static bool IsError(Activity activity, in SpanFields tags) => activity.Status switch
    {
        ActivityStatusCode.Error => true,
        ActivityStatusCode.Ok => false,
        _ => tags.IsError || string.Equals(tags.StatusCode, "ERROR", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Whether the span was made by the legacy or the native API, where the application itself names operations and services.</summary>
    internal static bool IsByHand(Activity activity) => activity.Source.Name is ShimSource or Tracer.ActivitySourceName;

    /// <summary>The number that goes to metrics; false for everything that goes to meta as text.</summary>
    internal static bool TryNumber(object? value, out double number)
    {
        number = 0;
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

    /// <summary>The switch that a tag is; false when it is neither on nor off.</summary>
    internal static bool TrySwitch(object? value, out bool on)
    {
        on = value is true;
        if (value is null or bool) return value is not null;
        var text = ToText(value);
        on = text is "1" or "t" or "T" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return on || text is "0" or "f" or "F" || text.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    private static string Convert(object value)
    {
        if (DirectWrite.TryDecline(value)) return "";
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

    private static string Lower(string text) => text.ToLowerInvariant();

    private string Name(string first, string second)
    {
        if (_names.TryGetValue((first, second), out var name)) return name;
        name = Lower(first + second);
        if (_names.Count < NamesKept) _names.Add((first, second), name);
        return name;
    }
}
