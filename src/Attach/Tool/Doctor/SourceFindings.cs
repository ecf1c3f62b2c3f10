namespace Segue.Attach.Tool.Doctor;

/// <summary>Spans that nobody listens to, and parents that are not recorded.</summary>
internal static class SourceFindings
{
    // Recorded: the shim, the native API, ASP.NET Core and HttpClient.
    private static readonly string[] _recorded = ["Segue.", "Microsoft.", "System.", "OpenTelemetry"];

    // The hook has the same.
    private static readonly string[] _providers = ["OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Instrumentation.AspNetCore", "OpenTelemetry.Instrumentation.Http"];

    internal static IEnumerable<Finding> Of(Target target)
    {
        var own = target.Assemblies.Where(assembly => assembly.HasActivitySource && !_recorded.Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal)) && assembly.Name != "OpenTelemetry").ToArray();
        if (own.Length > 0)
        {
            yield return Finding.Note("no listener", $"{string.Join(", ", own.Select(assembly => assembly.Name + ".dll"))} makes spans with an ActivitySource. An attached Segue records the shim, its native API, ASP.NET Core and HttpClient; other sources are recorded by a provider that the application sets up.");
        }

        if (Array.Find(_providers, target.Brings) is { } provider)
        {
            yield return Finding.Note("own provider", $"the application brings {provider}, so an attached Segue leaves the spans of ASP.NET Core and HttpClient to the provider that it builds. Where that one doesn't record them, legacy and native spans are joined to the nearest span that is recorded.");
        }

        if (target.Brings("OpenTracing.Contrib.NetCore"))
        {
            yield return Finding.Note("hidden parent", "OpenTracing.Contrib.NetCore traces the requests, so ASP.NET Core's own spans are not recorded. Spans of a plain ActivitySource below them have a parent that never arrives; legacy and native spans are joined to the nearest one that does.");
        }
    }
}
