using Segue.Diagnostics;

namespace Segue;

/// <summary>Says when legacy instrumentation is loaded after <see cref="FrameworkSpans.Auto"/> looked for it, since requests then have spans by it and by the framework.</summary>
/// <remarks>
/// <para>A provider's sources are fixed once it is built, so nothing can be taken back.</para>
/// </remarks>
internal sealed class LateInstrumentation : IDisposable
{
    internal const string AssemblyName = "OpenTracing.Contrib.NetCore";

    private int _done;

    internal LateInstrumentation()
    {
        AppDomain.CurrentDomain.AssemblyLoad += OnLoad;
        // Between the look and now, e.g. while a container was filled.
        if (EnvironmentOptions.ContribIsLoaded()) Report();
    }

    /// <inheritdoc/>
    public void Dispose() => TryEnd();

    private void OnLoad(object? sender, AssemblyLoadEventArgs loaded)
    {
        if (loaded.LoadedAssembly.GetName().Name == AssemblyName) Report();
    }

    private void Report()
    {
        if (!TryEnd()) return;
        Misuse.Report(
            "legacy_instrumentation_late",
            AssemblyName + " was loaded after tracing had started, so each request has its spans and those of ASP.NET Core and HttpClient; set FrameworkSpans = Off, or start tracing after it.");
    }

    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0) return false;
        AppDomain.CurrentDomain.AssemblyLoad -= OnLoad;
        return true;
    }
}
