using System.Reflection;
using System.Runtime.Loader;
using OpenTelemetry.Context.Propagation;
using Segue.Propagation;

namespace Segue.Core.Tests.Propagation;

public partial class DefaultPropagatorTests
{
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
}
