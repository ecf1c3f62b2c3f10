namespace Segue.CompatMatrix.Subjects;

/// <summary>The peers of this build: none, since their packages are not on every feed.</summary>
internal static class CompiledPeers
{
    internal static IReadOnlyList<Subject> All { get; } = [];
}
