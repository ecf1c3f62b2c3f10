namespace Segue.Attach.Tool.Doctor;

/// <summary>Closes the exits of, and has the start said by, pipelines that are started in this process from now on.</summary>
internal static class ExitSwitch
{
    internal static void Close() => Environment.SetEnvironmentVariable("OTEL_TRACES_EXPORTER", "none");

    internal static void SayStart() => Environment.SetEnvironmentVariable("DD_TRACE_STARTUP_LOGS", "true");
}
