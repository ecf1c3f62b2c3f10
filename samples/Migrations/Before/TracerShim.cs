#pragma warning disable CS0618 // The shim is obsolete, which is why one leaves it.
#region using
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Shims.OpenTracing;
using OpenTelemetry.Trace;
using OpenTracing.Util;
#endregion

namespace Migrations.Before;

internal static class TracerShimRoot
{
    internal static TracerProvider Start()
    {
        #region code
        var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource("opentracing-shim")
            .AddOtlpExporter()
            .Build();
        GlobalTracer.Register(new TracerShim(provider, Propagators.DefaultTextMapPropagator));
        #endregion
        return provider;
    }
}
