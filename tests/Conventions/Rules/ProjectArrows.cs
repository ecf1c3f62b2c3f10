using System.Text.RegularExpressions;
using System.Xml.Linq;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Finds references between projects that go the wrong way, and projects that let others see their inside.</summary>
internal static partial class ProjectArrows
{
    // A project may reference these and nothing else of the product.
    private static readonly Dictionary<string, string[]> _allowed = new(StringComparer.Ordinal)
    {
        ["OpenTracing"] = [],
        ["Core"] = [],
        ["Shim"] = ["Core", "OpenTracing"],
        ["ShimTesting"] = ["Shim"],
        ["Sdk"] = ["Core"],
        ["Hosting"] = ["Core", "Sdk", "Shim"],
        ["AspNetCore"] = ["Core", "Sdk", "Hosting"],
        // The hook is a composition root: what an application would reference, and the tracer that it registers.
        ["AttachHook"] = ["Core", "Sdk", "Shim", "OpenTracing"],
        ["AttachWeb"] = ["AttachHook", "AspNetCore"],
        ["AttachTool"] = ["Sdk", "AttachHook", "AttachWeb"],
        ["TraceView"] = ["Core", "Sdk"],
    };

    internal static IEnumerable<string> Check(SourceFile project)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(project.Path);
        var xml = Repository.Xml(project);
        if (!_allowed.TryGetValue(name, out var allowed))
        {
            yield return project.Path + ": its arrows are not laid down";
            yield break;
        }

        foreach (var reference in References(xml))
        {
            if (!allowed.Contains(reference)) yield return $"{project.Path}: {name} references {reference}";
        }

        foreach (var friend in xml.Descendants("InternalsVisibleTo").Select(element => (string?)element.Attribute("Include") ?? ""))
        {
            // Benchmarks measure parts that have no public door.
            if (!friend.EndsWith(".Tests", StringComparison.Ordinal) && friend != "Segue.Benchmarks") yield return $"{project.Path}: {name} shows its inside to {friend}";
        }
    }

    /// <summary>The same door by way of an attribute.</summary>
    internal static IEnumerable<string> CheckAttributes(SourceFile file) =>
        Friend().Matches(file.Code).Select(match => file.At(match.Index, "InternalsVisibleTo belongs in the project file, where it is checked"));

    private static IEnumerable<string> References(XDocument xml)
    {
        foreach (var include in xml.Descendants("ProjectReference").Select(element => ((string?)element.Attribute("Include") ?? "").Replace('\\', '/')))
            yield return System.IO.Path.GetFileNameWithoutExtension(include);
        if (xml.Descendants("UsesOpenTracing").Any(element => element.Value == "true")) yield return "OpenTracing";
    }

    [GeneratedRegex(@"\bInternalsVisibleTo(?:Attribute)?\s*\(")]
    private static partial Regex Friend();
}
