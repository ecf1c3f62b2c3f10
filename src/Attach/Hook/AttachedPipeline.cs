using Segue.Shim;

namespace Segue.Attach;

/// <summary>What an application that is built with Segue writes in its composition root.</summary>
internal static class AttachedPipeline
{
    // Roots: nothing in the application holds them.
    private static SegueTracing? _tracing;

    internal static void Start(AttachSettings settings, RunningApplication application)
    {
        _tracing = SegueTracing.Start(options =>
        {
            // Segue.Sdk looks for it among what is loaded, and nothing is yet.
            if (application.Brings("OpenTracing.Contrib.NetCore")) options.FrameworkSpans = FrameworkSpans.Off;
        });
        try
        {
            SoftRegistration.Install(new OpenTracingShim(), settings);
        }
        catch
        {
            _tracing.Dispose();
            throw;
        }
    }
}
