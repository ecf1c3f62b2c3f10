namespace Segue.CompatMatrix.Subjects;

/// <summary>The columns of the matrix.</summary>
internal static class SubjectRegistry
{
    internal const string OpenTelemetryShim = "OpenTelemetry.Shims.OpenTracing";
    internal const string Jaeger = "Jaeger.Core";
    internal const string Datadog = "Datadog.Trace.OpenTracing";

    /// <summary>Always run. The one without an SDK comes first: once OpenTelemetry's SDK is loaded, its defaults are set for good.</summary>
    internal static IReadOnlyList<Subject> Run { get; } =
        [SegueSubject.WithoutSdk, SegueSubject.Recorded, SegueSubject.SampledOut, SegueSubject.Strict, new MockSubject()];

    /// <summary>Peers, by the id of their package: run where compiled in, else read from a file.</summary>
    internal static IReadOnlyList<string> Peers { get; } = [OpenTelemetryShim, Jaeger, Datadog];

    /// <summary>All columns in the order in which they are shown.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
    [
        SegueSubject.Recorded.Name, SegueSubject.SampledOut.Name, SegueSubject.WithoutSdk.Name, SegueSubject.Strict.Name, "MockTracer",
        .. Peers,
    ];
}
