using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Finds projects that the solution's build and test would leave out.</summary>
internal static class SolutionRules
{
    internal static IEnumerable<string> Check(string solution, IEnumerable<SourceFile> projects)
    {
        var listed = solution.Replace('\\', '/');
        var left = projects.Where(project => !listed.Contains("\"" + project.Path + "\"", StringComparison.Ordinal));
        return left.Select(project => project.Path + ": not in Shim.sln");
    }
}
