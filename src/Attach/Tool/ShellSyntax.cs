using System.Text;

namespace Segue.Attach.Tool;

/// <summary>Writes variables as a shell sets them.</summary>
internal static class ShellSyntax
{
    internal static string Write(IReadOnlyDictionary<string, string> variables, string shell)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.AppendLine(shell switch
            {
                "powershell" => $"$env:{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'",
                "cmd" => $"set \"{name}={value}\"",
                _ => $"export {name}='{value.Replace("'", "'\\''", StringComparison.Ordinal)}'",
            });
        }

        return text.ToString();
    }
}
