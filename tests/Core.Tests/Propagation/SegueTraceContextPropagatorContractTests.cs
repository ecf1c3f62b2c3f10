using OpenTelemetry.Context.Propagation;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class SegueTraceContextPropagatorContractTests : PropagatorContract
{
    protected override TextMapPropagator Create() => new SegueTraceContextPropagator();
}
