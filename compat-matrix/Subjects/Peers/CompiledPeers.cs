namespace Segue.CompatMatrix.Subjects;

/// <summary>The peers of this build.</summary>
internal static class CompiledPeers
{
    internal static IReadOnlyList<Subject> All { get; } = [new OpenTelemetryShimSubject(), new JaegerSubject(), new DatadogSubject()];
}
