namespace Segue.TraceView;

/// <summary>Values of <see cref="ReceivedSpan.Api"/>: the API that a span was written with.</summary>
public static class SpanApi
{
    /// <summary>OpenTracing, through the shim.</summary>
    public const string OpenTracing = "opentracing";

    /// <summary>The native API, <c>Segue.Tracer</c>.</summary>
    public const string Native = "native";

    /// <summary>ASP.NET Core or HttpClient, of themselves.</summary>
    public const string Framework = "framework";

    /// <summary>Any other source: <c>ActivitySource</c> or OpenTelemetry's tracer.</summary>
    public const string OpenTelemetry = "opentelemetry";

    /// <summary>Says which API an instrumentation scope belongs to.</summary>
    /// <param name="scopeName">Name of the scope, as in the tag <c>otel.library.name</c>; <see langword="null"/> where the span has none.</param>
    /// <returns>One of the constants.</returns>
    public static string FromScopeName(string? scopeName) => scopeName switch
    {
        "opentracing-shim" => OpenTracing,
        "Segue" => Native,
        "Microsoft.AspNetCore" => Framework,
        not null when scopeName.StartsWith("System.Net.", StringComparison.Ordinal) => Framework,
        _ => OpenTelemetry,
    };
}
