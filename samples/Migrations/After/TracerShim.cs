#region using
using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.Shim;
#endregion

namespace Migrations.After;

internal static class TracerShimRoot
{
    internal static TracerProvider Start()
    {
        #region code
        var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(OpenTracingShim.ActivitySourceName)
            .AddOtlpExporter()
            .Build();
        var registration = OpenTracingShim.TryRegisterGlobal(new OpenTracingShim(provider));
        if (registration == RegistrationResult.Occupied) throw new InvalidOperationException(registration.ToString());
        #endregion
        return provider;
    }
}
