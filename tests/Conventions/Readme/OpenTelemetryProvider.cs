#region using
using OpenTelemetry;
using OpenTelemetry.Trace;
using OpenTracing.Util;
using Segue;
using Segue.Shim;
#endregion

namespace Readme;

internal static class OpenTelemetryProvider
{
    internal static void Start()
    {
        #region code
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource("Shop.Orders")
            .AddSegue(options => options.Exits.Add(SegueExit.Datadog))
            .AddOtlpExporter()
            .Build();
        GlobalTracer.Register(new OpenTracingShim(provider));
        #endregion
    }
}
