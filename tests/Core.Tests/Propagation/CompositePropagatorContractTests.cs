using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class CompositePropagatorContractTests : PropagatorContract
{
    protected override bool CarriesBaggage => true;

    protected override IReadOnlyList<string> Prefixes => ["uberctx-", "ot-baggage-"];

    protected override TextMapPropagator Create() => new CompositePropagator();
}
