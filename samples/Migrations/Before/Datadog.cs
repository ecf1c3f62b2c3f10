#pragma warning disable CS0618 // The factory is obsolete, which is why one leaves it.
#region using
using Datadog.Trace;
using Datadog.Trace.OpenTracing;
using OpenTracing.Util;
#endregion

namespace Migrations.Before;

internal static class DatadogRoot
{
    internal static void Start()
    {
        #region code
        GlobalTracer.Register(OpenTracingTracerFactory.WrapTracer(Tracer.Instance));
        #endregion
    }
}
