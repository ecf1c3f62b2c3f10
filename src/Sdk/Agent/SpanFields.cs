namespace Segue.Agent;

/// <summary>The tags of a span that say more than metadata; found in one pass.</summary>
internal struct SpanFields
{
    internal string? OperationName;
    internal string? ServiceName;
    internal string? ResourceName;
    internal string? SpanType;
    internal string? SpanKind;
    internal object? AnalyticsEvent;
    internal string? StatusCode;
    internal string? StatusDescription;
    internal bool IsError;
    internal string? ErrorMessage;
    internal bool HasErrorMsg;
    internal bool HasErrorType;
    internal bool HasErrorStack;
    internal string? HttpMethod;
    internal object? HttpStatus;
    internal string? DbSystem;
    internal string? MessagingSystem;
    internal string? MessagingOperation;
    internal string? RpcSystem;
    internal string? RpcService;
    internal string? FaasTrigger;
    internal string? FaasProvider;
    internal string? FaasName;
    internal string? GraphqlType;
    internal string? ProtocolName;
    internal object? Env;
    internal object? Version;
    internal object? ServiceVersion;
    internal object? Language;

    /// <summary>Takes note of a tag.</summary>
    /// <returns>Whether it is part of the span itself, or written where those of the process are, and not among the others.</returns>
    internal bool Take(string key, object value)
    {
        switch (key)
        {
            case "operation.name": OperationName = Text(value); return true;
            case Tags.ServiceName: ServiceName = Text(value); return true;
            case Tags.ResourceName: ResourceName = Text(value); return true;
            case Tags.SpanType: SpanType = Text(value); return true;
            case Tags.SpanKind: SpanKind = Text(value); return true;
            case "analytics.event": AnalyticsEvent = value; return true;
            case "otel.status_code": StatusCode = Text(value); return true;
            case "otel.status_description": StatusDescription = Text(value); return false;
            case Tags.Env: Env = value; return true;
            case "deployment.environment.name" or "deployment.environment": Env ??= value; return false;
            case "service.version": ServiceVersion = value; return false;
            case Tags.Version: Version = value; return true;
            case Tags.Language: Language = value; return true;
            case "http.response.status_code": HttpStatus ??= value; return true;
            case Tags.HttpStatusCode: HttpStatus = value; return true;
            case "error" when SpanMapping.TrySwitch(value, out var on): IsError = on; return true;
            case Tags.ErrorMsg: HasErrorMsg = true; return false;
            case Tags.ErrorType: HasErrorType = true; return false;
            case Tags.ErrorStack: HasErrorStack = true; return false;
            case "error.message": ErrorMessage = Text(value); return false;
            case "http.request.method": HttpMethod = Text(value); return false;
            case Tags.HttpMethod: HttpMethod ??= Text(value); return false;
            case "db.system.name": DbSystem = Text(value); return false;
            case "db.system": DbSystem ??= Text(value); return false;
            case "messaging.system": MessagingSystem = Text(value); return false;
            case "messaging.operation": MessagingOperation = Text(value); return false;
            case "messaging.operation.type": MessagingOperation ??= Text(value); return false;
            case "rpc.system": RpcSystem = Text(value); return false;
            case "rpc.system.name": RpcSystem ??= Text(value); return false;
            case "rpc.service": RpcService = Text(value); return false;
            case "faas.trigger": FaasTrigger = Text(value); return false;
            case "faas.invoked_provider": FaasProvider = Text(value); return false;
            case "faas.invoked_name": FaasName = Text(value); return false;
            case "graphql.operation.type": GraphqlType = Text(value); return false;
            case "network.protocol.name": ProtocolName = Text(value); return false;
            case "net.protocol.name": ProtocolName ??= Text(value); return false;
            // What the exit says of every span or of its trace; a map holds a key once.
            case "runtime-id" or "process_id" or "otel.trace_id" or "otel.library.name" or "otel.library.version": return true;
            case "_dd.base_service" or "_dd.svc_src" or "_dd.origin" or "_dd.parent_id" or "_dd.p.tid" or "_dd.top_level" or "_sampling_priority_v1": return true;
            default: return false;
        }
    }

    private static string? Text(object value) => value switch
    {
        "" => null,
        string text => text,
        _ => SpanMapping.ToText(value),
    };
}
