using System.Runtime.InteropServices;

namespace Segue.Attach.Tool.Doctor;

/// <summary>Which tracer would be in charge.</summary>
internal static class RegistrationFindings
{
    private const string Topic = "registration";

    // Assemblies that hand spans out on their own, and what they are called.
    private static readonly (string Assembly, string Name)[] _tracers =
    [
        ("Datadog.Trace", "Datadog's tracer"), ("Jaeger", "the Jaeger client"), ("Jaeger.Core", "the Jaeger client"),
        ("OpenTelemetry.Shims.OpenTracing", "OpenTelemetry's OpenTracing shim"), ("SignalFx.Tracing", "SignalFx's tracer"), ("LightStep", "Lightstep's tracer"),
        ("Elastic.Apm", "Elastic's agent"),
    ];

    internal static IEnumerable<Finding> Of(CommandLine line, Target target, Func<string, string?> variable)
    {
        var replace = line.Replace || string.Equals(variable(ChildEnvironment.Replace)?.Trim(), "true", StringComparison.OrdinalIgnoreCase) || variable(ChildEnvironment.Replace)?.Trim() == "1";
        var product = target.Assemblies.Where(assembly => assembly.Name != "OpenTracing" && !assembly.Name.StartsWith("Segue.", StringComparison.Ordinal)).ToArray();
        var registering = Names(product.Where(assembly => assembly.Registers));
        if (registering.Length > 0)
        {
            yield return replace
                ? Finding.Note("own registration", $"{registering} registers a global tracer. Its call will succeed, and Segue stays in charge of GlobalTracer; a tracer that the application passes around by itself still works as before.")
                : Finding.Problem("another tracer in charge", $"{registering} registers a global tracer, which stays in charge from then on: its spans don't go to Segue. SEGUE_ATTACH_REPLACE=true, or 'segue-attach run --replace', keeps Segue in charge.");
        }
        else if (target.Brings("OpenTracing"))
        {
            yield return Finding.Ok(Topic, line.Web
                ? "nothing in the application registers a global tracer; Segue does when the web host is built."
                : "nothing in the application registers a global tracer; Segue does before Main.");
        }

        foreach (var finding in Order(line, target, product, registering)) yield return finding;

        foreach (var name in _tracers.Where(tracer => target.Brings(tracer.Assembly)).Select(tracer => tracer.Name).Distinct())
            yield return Finding.Note("another tracer", $"the application has {name}. Spans that it makes by itself don't go to Segue, and requests that both trace are recorded twice.");
        if (variable("CORECLR_ENABLE_PROFILING")?.Trim() == "1")
            yield return Finding.Note("another tracer", $"a profiler is attached ({variable("CORECLR_PROFILER") ?? "CORECLR_PROFILER is unset"}). If it traces, requests are recorded twice; detach one of the two.");
        if (variable("OTEL_DOTNET_AUTO_HOME") is { Length: > 0 })
            yield return Finding.Note("another tracer", "OpenTelemetry's automatic instrumentation is set up (OTEL_DOTNET_AUTO_HOME). Spans of the framework are recorded twice; detach one of the two.");
    }

    private static IEnumerable<Finding> Order(CommandLine line, Target target, AssemblyFacts[] product, string registering)
    {
        const string Title = "order of registration";
        if (line.Web && target.Brings("OpenTracing"))
            yield return Finding.Note(Title, "what asks for the tracer before the web host is built, static initializers among them, finds none registered, and spans that it starts are lost. Without --web Segue is there before Main.");
        var asking = Names(product.Where(assembly => assembly.AsksWhetherRegistered));
        if (asking.Length > 0 && registering.Length > 0 && RuntimeInformation.OSArchitecture != Architecture.X64)
            yield return Finding.Note(Title, $"{asking} asks GlobalTracer.IsRegistered(). On this processor the answer is no until the application has registered a tracer; the shim records all the same.");
    }

    private static string Names(IEnumerable<AssemblyFacts> assemblies) => string.Join(", ", assemblies.Select(assembly => assembly.Name + ".dll"));
}
