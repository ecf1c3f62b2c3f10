using OpenTelemetry;
using OpenTelemetry.Trace;
using Segue.Propagation;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class SuppressedHandlerTests
{
    [TestMethod]
    public void AddSegue_WithoutAPropagator_HandlerKnowsWhatIsSuppressed()
    {
        using var provider = OpenTelemetry.Sdk.CreateTracerProviderBuilder().AddSegue().Build();

        Assert.IsFalse(TracePropagationHandler.IsSuppressed!());
        using (SuppressInstrumentationScope.Begin()) Assert.IsTrue(TracePropagationHandler.IsSuppressed());
    }
}
