using Segue.Shim;

namespace Segue.Attach;

/// <summary>What an application that is built with Segue writes in its composition root.</summary>
internal static class AttachedPipeline
{
    // A root: nothing in the application holds it.
    private static SegueTracing? _tracing;

    /// <summary>Starts tracing and makes the shim the global tracer.</summary>
    /// <remarks>Takes nothing but values, since it is called across load contexts as well.</remarks>
    internal static void Start(bool othersTraceRequests, bool replace, bool redirect)
    {
        _tracing = SegueTracing.Start(options =>
        {
            // Segue.Sdk looks for them among what is loaded and listens, and nothing does yet.
            if (othersTraceRequests) options.FrameworkSpans = FrameworkSpans.Off;
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
}
