using System.Runtime.CompilerServices;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Segue.Shim;

namespace Segue.Attach;

/// <summary>What an application that is built with Segue writes in its composition root.</summary>
internal static class AttachedPipeline
{
    // A root: nothing in the application holds it.
    private static SegueTracing? _tracing;

    /// <summary>Starts tracing and makes the shim the global tracer.</summary>
    /// <remarks>Takes nothing but values, since it is called across load contexts as well.</remarks>
    internal static void Start(bool contribTracesRequests, bool replace, bool redirect)
    {
        // Compiling is most of what a start takes, and half of it is OpenTelemetry's: on a second core it costs no time.
        if (Environment.ProcessorCount > 1) new Thread(CompileAhead) { IsBackground = true, Name = "Segue start" }.Start();
        _tracing = SegueTracing.Start(options =>
        {
            // Segue.Sdk looks for it among what is loaded, and nothing is yet.
            if (contribTracesRequests) options.FrameworkSpans = FrameworkSpans.Off;
        });
        try
        {
            SoftRegistration.Install(new OpenTracingShim(), replace, redirect);
        }
        catch
        {
            _tracing.Dispose();
            throw;
        }
    }

    // What can't be loaded fails where it is compiled, which must be inside the try: on this thread nobody else would catch it.
    private static void CompileAhead()
    {
        try
        {
            BuildUnused();
        }
        catch
        {
            // The real one says what is wrong.
        }
    }

    // A provider that listens to nothing and is gone again.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BuildUnused() =>
        OpenTelemetry.Sdk.CreateTracerProviderBuilder().ConfigureResource(static resource => resource.AddService("segue")).Build().Dispose();
}
