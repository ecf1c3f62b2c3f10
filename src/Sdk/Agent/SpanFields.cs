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
    internal TagUse Take(string key, object value)
    {
        switch (key)
        {
            case "operation.name": OperationName = Text(value); return TagUse.Elsewhere;
            case Tags.ServiceName: ServiceName = Text(value); return TagUse.Elsewhere;
            case Tags.ResourceName: ResourceName = Text(value); return TagUse.Elsewhere;
            case Tags.SpanType: SpanType = Text(value); return TagUse.Elsewhere;
            case Tags.SpanKind: SpanKind = Text(value); return TagUse.Elsewhere;
            case "analytics.event": AnalyticsEvent = value; return TagUse.Elsewhere;
            case "otel.status_code": StatusCode = Text(value); return TagUse.Elsewhere;
            case "otel.status_description": StatusDescription = Text(value); return TagUse.Noted;
            case Tags.Env: Env = value; return TagUse.Elsewhere;
            case "deployment.environment.name" or "deployment.environment": Env ??= value; return TagUse.Noted;
            case "service.version": ServiceVersion = value; return TagUse.Noted;
            case Tags.Version: Version = value; return TagUse.Elsewhere;
            case Tags.Language: Language = value; return TagUse.Elsewhere;
            case "http.response.status_code": HttpStatus ??= value; return TagUse.Elsewhere;
            case Tags.HttpStatusCode: HttpStatus = value; return TagUse.Elsewhere;
            case "error" when SpanMapping.TrySwitch(value, out var on): IsError = on; return TagUse.Elsewhere;
            case Tags.ErrorMsg: HasErrorMsg = true; return TagUse.Noted;
            case Tags.ErrorType: HasErrorType = true; return TagUse.Noted;
            case Tags.ErrorStack: HasErrorStack = true; return TagUse.Noted;
            case "error.message": ErrorMessage = Text(value); return TagUse.Noted;
            case "http.request.method": HttpMethod = Text(value); return TagUse.Noted;
            case Tags.HttpMethod: HttpMethod ??= Text(value); return TagUse.Noted;
            case "db.system.name": DbSystem = Text(value); return TagUse.Noted;
            case "db.system": DbSystem ??= Text(value); return TagUse.Noted;
            case "messaging.system": MessagingSystem = Text(value); return TagUse.Noted;
            case "messaging.operation": MessagingOperation = Text(value); return TagUse.Noted;
            case "messaging.operation.type": MessagingOperation ??= Text(value); return TagUse.Noted;
            case "rpc.system": RpcSystem = Text(value); return TagUse.Noted;
            case "rpc.system.name": RpcSystem ??= Text(value); return TagUse.Noted;
            case "rpc.service": RpcService = Text(value); return TagUse.Noted;
            case "faas.trigger": FaasTrigger = Text(value); return TagUse.Noted;
            case "faas.invoked_provider": FaasProvider = Text(value); return TagUse.Noted;
            case "faas.invoked_name": FaasName = Text(value); return TagUse.Noted;
            case "graphql.operation.type": GraphqlType = Text(value); return TagUse.Noted;
            case "network.protocol.name": ProtocolName = Text(value); return TagUse.Noted;
            case "net.protocol.name": ProtocolName ??= Text(value); return TagUse.Noted;
            // What the exit says of every span or of its trace; a map holds a key once.
            case "runtime-id" or "process_id" or "otel.trace_id" or "otel.library.name" or "otel.library.version": return TagUse.Elsewhere;
            case "_dd.base_service" or "_dd.svc_src" or "_dd.origin" or "_dd.parent_id" or "_dd.p.tid" or "_dd.top_level" or "_sampling_priority_v1": return TagUse.Elsewhere;
            // By its value.
            case "error" or "_dd.measured": return TagUse.Noted;
            default: return TagUse.Plain;
        }
    }

    private static string? Text(object value) => value switch
    {
        "" => null,
        string text => text,
        _ => SpanMapping.ToText(value),
    };
}
