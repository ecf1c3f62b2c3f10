using System.Reflection;
using System.Runtime.Loader;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

[TestClass]
public class DefaultPropagatorTests
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

    [TestMethod]
    public void Current_ApiAloneIsLoaded_IsSeguesOwn()
    {
        var withoutSdk = new WithoutSdk();
        try
        {
            var api = withoutSdk.Load("OpenTelemetry.Api").GetType("OpenTelemetry.Context.Propagation.Propagators", throwOnError: true)!;
            var noop = api.GetProperty(nameof(Propagators.DefaultTextMapPropagator))!.GetValue(null)!;
            var current = withoutSdk.Load("Segue.Core").GetType("Segue.Propagation.DefaultPropagator", throwOnError: true)!.GetProperty(nameof(DefaultPropagator.Current))!.GetValue(null)!;

            Assert.IsNull(noop.GetType().GetProperty("Fields")!.GetValue(noop), "the no-op is what the API has by itself");
            Assert.AreEqual("Segue.Propagation.CompositePropagator", current.GetType().FullName);
            CollectionAssert.IsSubsetOf(new[] { "traceparent", "baggage", "x-datadog-trace-id" }, ((ISet<string>)current.GetType().GetProperty("Fields")!.GetValue(current)!).ToArray());
            CollectionAssert.DoesNotContain(withoutSdk.Assemblies.Select(assembly => assembly.GetName().Name).ToArray(), "OpenTelemetry");
        }
        finally
        {
            withoutSdk.Unload();
        }
    }

    /// <summary>Loads Segue and OpenTelemetry's API a second time, as a process has them that never loads the SDK.</summary>
    private sealed class WithoutSdk() : AssemblyLoadContext("without the SDK", isCollectible: true)
    {
        internal Assembly Load(string name) => LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
        {
            "OpenTelemetry.Api" => Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == assemblyName.Name) ?? Load(assemblyName.Name),
            "OpenTelemetry" => throw new InvalidOperationException("The SDK was asked for."),
            _ => null,
        };
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
