using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Keeps the compiler's check on: every public type and member of the product has a doc comment.</summary>
internal static partial class DocumentationRules
{
    internal const string Diagnostic = "CS1591";

    /// <summary>Finds what would switch the check off in a file of the product.</summary>
    internal static IEnumerable<string> Check(SourceFile file)
    {
        if (IsProject(file.Path) && SwitchedOff().Match(file.Text) is { Success: true } off) yield return file.At(off.Index, "switches doc comments off");
        var at = file.Text.IndexOf(Diagnostic, StringComparison.Ordinal);
        if (at >= 0) yield return file.At(at, "mentions " + Diagnostic);
    }

    /// <summary>Finds sections of an editorconfig that silence the check anywhere but in tests and samples.</summary>
    internal static IEnumerable<string> CheckEditorConfig(SourceFile file)
    {
        var section = "";
        var position = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            if (line.StartsWith('[')) section = line.Trim();
            else if (line.Contains(Diagnostic) && !ExemptSection().IsMatch(section))
                yield return file.At(position, $"sets {Diagnostic} in {section}");
            position += line.Length + 1;
        }
    }

    private static bool IsProject(string path) => Path.GetExtension(path) is ".csproj" or ".props" or ".targets";

    [GeneratedRegex(@"^\[(?:tests|samples)/")]
    private static partial Regex ExemptSection();

    [GeneratedRegex(@"<GenerateDocumentationFile[^>]*>\s*false|<TreatWarningsAsErrors[^>]*>\s*false")]
    private static partial Regex SwitchedOff();
}
