namespace Segue.Attach;

/// <summary>What the hook reads from the environment; the pipeline's own settings are read by Segue.Sdk.</summary>
internal sealed class AttachSettings
{
    internal const string Switch = "SEGUE_ATTACH";
    internal const string ReplaceSwitch = "SEGUE_ATTACH_REPLACE";
    internal const string RedirectSwitch = "SEGUE_ATTACH_REDIRECT";
    internal const string LogLevel = "SEGUE_ATTACH_LOG";

    /// <summary><c>SEGUE_ATTACH</c>; true unless it says false.</summary>
    internal bool Enabled { get; private init; }

    /// <summary><c>SEGUE_ATTACH_REPLACE</c>; false unless it says true.</summary>
    internal bool Replace { get; private init; }

    /// <summary><c>SEGUE_ATTACH_REDIRECT</c>; true unless it says false.</summary>
    internal bool Redirect { get; private init; }

    internal static AttachSettings Read() => Read(Environment.GetEnvironmentVariable);

    internal static AttachSettings Read(Func<string, string?> variable) => new()
    {
        Enabled = !Says(variable(Switch), "false", "0"),
        Replace = Says(variable(ReplaceSwitch), "true", "1"),
        Redirect = !Says(variable(RedirectSwitch), "false", "0"),
    };

    /// <summary>Has ASP.NET Core load the assembly that enriches its server spans, if it is what runs here.</summary>
    internal static void AddHostingStartup(string assembly)
    {
        const string Name = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";
        var listed = Environment.GetEnvironmentVariable(Name) ?? "";
        if (listed.Split(';').Contains(assembly, StringComparer.OrdinalIgnoreCase)) return;
        Environment.SetEnvironmentVariable(Name, listed.Length == 0 ? assembly : listed + ";" + assembly);
    }

    internal static string? ReadLogLevel() => Environment.GetEnvironmentVariable(LogLevel);

    private static bool Says(string? value, string word, string digit) =>
        value?.Trim() is { } trimmed && (trimmed.Equals(word, StringComparison.OrdinalIgnoreCase) || trimmed == digit);
}
