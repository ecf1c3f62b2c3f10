using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Segue.Hosting.Tests;

/// <summary>Keeps what the application logs, with the scopes around each line.</summary>
public sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<(string Text, Dictionary<string, object?> Scope)> _lines = new();
    private IExternalScopeProvider? _scopes;

    public IReadOnlyList<string> Texts => [.. _lines.Select(line => line.Text)];

    public Dictionary<string, object?> ScopeOf(string text) => _lines.Single(line => line.Text.EndsWith(text, StringComparison.Ordinal)).Scope;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new Dictionary<string, object?>();
            lines._scopes?.ForEachScope(
                static (item, all) =>
                {
                    foreach (var pair in item as IEnumerable<KeyValuePair<string, object?>> ?? []) all[pair.Key] = pair.Value;
                },
                scope);
            lines._lines.Enqueue((category + " " + logLevel + " " + formatter(state, exception), scope));
        }
    }
}

internal static class LogLinesExtensions
{
    internal static void AddSingletonProvider(this IServiceCollection services, LogLines lines) => services.AddSingleton<ILoggerProvider>(lines);
}
