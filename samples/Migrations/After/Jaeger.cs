#region using
using Segue;
using Segue.Shim;
#endregion

namespace Migrations.After;

internal static class JaegerRoot
{
    internal static void Start()
    {
        #region code
        using var tracing = SegueTracing.Start(options =>
        {
            options.ServiceName = "shop";
            options.Exits.Add(SegueExit.Otlp);
        });
        var registration = OpenTracingShim.TryRegisterGlobal();
        if (registration == RegistrationResult.Occupied) throw new InvalidOperationException(registration.ToString());
        #endregion
    }
}
