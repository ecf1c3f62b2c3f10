#region using
using Segue;
using Segue.Shim;
#endregion

namespace Migrations.After;

internal static class DatadogRoot
{
    internal static void Start()
    {
        #region code
        using var tracing = SegueTracing.Start(options => options.Exits.Add(SegueExit.Datadog));
        var registration = OpenTracingShim.TryRegisterGlobal();
        if (registration == RegistrationResult.Occupied) throw new InvalidOperationException(registration.ToString());
        #endregion
    }
}
