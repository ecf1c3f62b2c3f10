namespace Segue.Sdk.Tests.Support;

/// <summary>Clears this process's variables that tracing reads, sets others, and puts all back.</summary>
internal sealed class EnvironmentVariables : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    internal EnvironmentVariables()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().ToList())
        {
            if (name.StartsWith("DD_", StringComparison.Ordinal) || name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("SEGUE_", StringComparison.Ordinal) || name.StartsWith("JAEGER_", StringComparison.Ordinal)) this[name] = null;
        }
    }

    internal string? this[string name]
    {
        set
        {
            _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
    }
}
