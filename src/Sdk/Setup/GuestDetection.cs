using System.Diagnostics;
using System.Reflection;
#if !NET
using System.Runtime.InteropServices;
#endif
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

    // Each runtime loads the profiler that its own variables name; the others' are for children, or left over.
#if NET
    private const string ProfilerPrefix = "CORECLR_";
#else
    private static string ProfilerPrefix => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal) ? "COR_" : "CORECLR_";
#endif

    /// <summary>The tracer that is attached to the process; <see langword="null"/> when none is.</summary>
    internal static string? FindAttached(Func<string, string?> variable, IEnumerable<AssemblyName> loaded)
    {
        if (variable(ProfilerPrefix + "ENABLE_PROFILING") == "1")
        {
            var profiler = variable(ProfilerPrefix + "PROFILER");
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
    internal static string? FindListener() =>
        IsSampled(SegueTracerProviderBuilderExtensions.ShimSourceName) ? "A provider or listener that was there before" : null;

    /// <summary>A framework source whose spans somebody samples already; <see langword="null"/> when there is none.</summary>
    internal static string? FindSampledFrameworkSource()
    {
        foreach (var source in SegueTracerProviderBuilderExtensions.FrameworkSourceNames)
        {
            if (IsSampled(source)) return source;
        }

        return null;
    }

    private static bool IsSampled(string source)
    {
        using var probe = new ActivitySource(source);
        // Made and never started, so nobody exports it; one that is listened to and never recorded has no owner.
        return probe.HasListeners() && probe.CreateActivity("segue.probe", ActivityKind.Internal) is not null;
    }
}
