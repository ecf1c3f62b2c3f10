using Microsoft.Extensions.Logging;

namespace Segue.Hosting;

/// <summary>The scopes of the application's loggers, with one for the active span around them.</summary>
internal sealed class TraceScopes(bool openTelemetryNames, bool datadogNames) : IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        if (SpanScope.OfActive(openTelemetryNames, datadogNames) is { } scope) callback(scope, state);
        _scopes.ForEachScope(callback, state);
    }

    public IDisposable Push(object? state) => _scopes.Push(state);
}
