using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public partial class DefaultPropagatorTests
{
    [TestMethod]
    public void Current_DefaultSetByTheApplication_IsThatOnePerCall()
    {
        var before = Propagators.DefaultTextMapPropagator;
        var b3 = new B3Stub();
        try
        {
            Sdk.SetDefaultTextMapPropagator(b3);
            Assert.AreSame(b3, DefaultPropagator.Current);
        }
        finally
        {
            Sdk.SetDefaultTextMapPropagator(before);
        }

        Assert.AreNotSame(b3, DefaultPropagator.Current);
    }

    [TestMethod]
    public void Current_WhateverIsLoaded_WritesW3C()
    {
        Assert.IsTrue(DefaultPropagator.Current.Fields!.Contains("traceparent"));
        Assert.IsTrue(DefaultPropagator.Current.Fields!.Contains("baggage"));
    }

    private sealed class B3Stub : TextMapPropagator
    {
        public override ISet<string> Fields => new HashSet<string> { "b3" };

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => context;

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
        {
        }
    }
}
