using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Rules that one C# file can break by itself: size, name, and the shape of its types.</summary>
internal static partial class FileRules
{
    internal const int MaxLines = 299;

    // Names there are those of the package that it stands for.
    private const string Contract = "src/Contracts/OpenTracing";

    // Open by design: users set these up with object initializers and may derive from them.
    private static readonly string[] _openClasses = ["SpanCreationSettings", "SpanContextInjector", "SpanContextExtractor", "SegueOptions", "ShimOptions"];

    internal static IEnumerable<string> Length(SourceFile file)
    {
        if (file.LineCount > MaxLines) yield return $"{file.Path}: {file.LineCount} lines, at most {MaxLines}";
    }

    internal static IEnumerable<string> OnePublicType(SourceFile file)
    {
        var types = file.Types.Where(type => type is { IsPublic: true, IsNested: false }).ToArray();
        foreach (var type in types.Skip(1)) yield return file.At(type.Position, $"public type {type.Name} needs a file of its own");
        // Foo.Bar.cs is a part of Foo.
        if (types.Length == 0 || file.Name.Split('.')[0] == types[0].Name) yield break;
        yield return file.At(types[0].Position, $"public type {types[0].Name} belongs in {types[0].Name}.cs");
    }

    internal static IEnumerable<string> TypeNames(SourceFile file)
    {
        if (file.IsUnder(Contract)) yield break;
        foreach (var type in file.Types)
        {
            if (!EmptySuffix().IsMatch(type.Name) || type.Name.EndsWith("ScopeManager", StringComparison.Ordinal)) continue;
            yield return file.At(type.Position, $"{type.Name} does not say what it is for");
        }
    }

    internal static IEnumerable<string> ClosedClasses(SourceFile file)
    {
        if (file.IsUnder(Contract)) yield break;
        foreach (var type in file.Types)
        {
            if (!type.IsPublic || type.Keyword is not ("class" or "record") || type.Has("sealed") || type.Has("static") || type.Has("abstract")) continue;
            if (!_openClasses.Contains(type.Name)) yield return file.At(type.Position, $"public class {type.Name} is neither sealed, static nor abstract");
        }
    }

    internal static IEnumerable<string> FileScopedNamespace(SourceFile file) =>
        BlockNamespace().Matches(file.Code).Select(match => file.At(match.Index, "namespace with a body; end the line with a semicolon"));

    [GeneratedRegex("(?:Helpers?|Utils?|Utility|Utilities|Common|Manager|Impl|Info|Data)$")]
    private static partial Regex EmptySuffix();

    [GeneratedRegex(@"\bnamespace\s+[\w.]+\s*\{")]
    private static partial Regex BlockNamespace();
}
