using System.Collections;

namespace Segue.Attach.Tool;

/// <summary>The variables that the tool was started with.</summary>
internal static class ProcessEnvironment
{
    internal static string? Get(string name) => Environment.GetEnvironmentVariable(name);

    internal static IEnumerable<KeyValuePair<string, string>> All() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!));
}
