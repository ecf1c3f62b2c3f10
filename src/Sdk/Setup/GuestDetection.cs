using System.Diagnostics;
using System.Reflection;
using OpenTelemetry.Trace;

namespace Segue;

/// <summary>Finds whoever owns the export of this process's spans already, so that none leaves twice.</summary>
/// <remarks>
/// <para>Source: the profiler ids and assembly names that Datadog's tracer and OpenTelemetry's automatic instrumentation document.</para>
/// </remarks>
internal static class GuestDetection
{
    internal const string Asked = "Another tracer, by GuestMode,";

    private const string Datadog = "Datadog's tracer, which takes these spans where DD_TRACE_OTEL_ENABLED is true,";
    private const string AutoInstrumentation = "OpenTelemetry's automatic instrumentation, which takes these spans where OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES names opentracing-shim and Segue,";
    private const string DatadogProfiler = "{846F5F1C-F9AE-4B07-969E-05C26BC060D8}";
    private const string AutoInstrumentationProfiler = "{918728DD-259F-4A6A-AC2B-B85E1B658318}";

    /// <summary>The tracer that is attached to the process; <see langword="null"/> when none is.</summary>
    internal static string? FindAttached(Func<string, string?> variable, IEnumerable<AssemblyName> loaded)
    {
        foreach (var prefix in new[] { "CORECLR_", "COR_" })
        {
            if (variable(prefix + "ENABLE_PROFILING") != "1") continue;
            var profiler = variable(prefix + "PROFILER");
            if (string.Equals(profiler, DatadogProfiler, StringComparison.OrdinalIgnoreCase)) return Datadog;
            if (string.Equals(profiler, AutoInstrumentationProfiler, StringComparison.OrdinalIgnoreCase)) return AutoInstrumentation;
        }

        foreach (var assembly in loaded)
        {
            // Up to 2 the package of the manual API has this name as well; from 3 only the attached tracer has.
            if (assembly.Name == "Datadog.Trace" && assembly.Version?.Major >= 3) return Datadog;
            if (assembly.Name == "OpenTelemetry.AutoInstrumentation") return AutoInstrumentation;
        }

        return null;
    }

    /// <summary>A provider or listener that records the shim's spans already; <see langword="null"/> when none does.</summary>
    internal static string? FindListener()
    {
        using var probe = new ActivitySource(SegueTracerProviderBuilderExtensions.ShimSourceName);
        // Made and never started, so nobody exports it; one that is listened to and never recorded has no owner.
        return !probe.HasListeners() || probe.CreateActivity("segue.probe", ActivityKind.Internal) is null ? null : "A provider or listener that was there before";
    }
}
