using OpenTelemetry.Context.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class BaggagePropagatorContractTests : PropagatorContract
{
    protected override bool CarriesContext => false;

    protected override bool CarriesBaggage => true;

    protected override TextMapPropagator Create() => new Segue.Propagation.BaggagePropagator();
}
