using System.Reflection;
using OpenTracing.Noop;
using OpenTracing.Util;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Undoes registration by reflection, as test helpers of applications do.</summary>
internal static class GlobalTracerReset
{
    public static void Reset()
    {
        var type = typeof(GlobalTracer);
        type.GetField("_tracer", BindingFlags.NonPublic | BindingFlags.Instance).SetValue(GlobalTracer.Instance, NoopTracerFactory.Create());
        type.GetField("s_isRegistered", BindingFlags.NonPublic | BindingFlags.Static).SetValue(null, false);
    }
}
