#region using
using OpenTracing.Util;
using Segue;
using Segue.Shim;
#endregion

namespace Readme;

internal static class LegacyApplication
{
    internal static void Start()
    {
        #region code
        using var tracing = SegueTracing.Start(options => options.ServiceName = "shop");
        GlobalTracer.Register(new OpenTracingShim());
        #endregion
    }
}
