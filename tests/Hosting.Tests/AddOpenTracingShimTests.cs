using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Moq;
using OpenTracing;
using OpenTracing.Util;
using Segue.Shim;

namespace Segue.Hosting.Tests;

[TestClass]
public class AddOpenTracingShimTests : HostTestBase
{
    [TestMethod]
    public async Task Start_NobodyRegistered_IsTheGlobalTracerAndTheContainers()
    {
        var builder = NewBuilder();
        builder.Services.AddSegue().AddOpenTracingShim(options => options.LinkAllReferences = true).AddOpenTracingShim();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            Assert.IsTrue(GlobalTracer.IsRegistered());
            GlobalTracer.Instance.BuildSpan("legacy").StartActive().Dispose();
            Assert.IsInstanceOfType<OpenTracingShim>(host.Services.GetRequiredService<ITracer>());
            Assert.HasCount(1, host.Services.GetServices<ITracer>().ToList());
            await host.StopAsync();
        }

        CollectionAssert.AreEqual(new[] { "legacy" }, Sent());
    }

    [TestMethod]
    public async Task Start_AnotherIsGlobal_StaysAndIsNamed()
    {
        var other = new Mock<ITracer>();
        other.Setup(tracer => tracer.ToString()).Returns("JaegerTracer(v1)");
        GlobalTracer.Register(other.Object);
        var builder = NewBuilder();
        builder.Services.AddSingleton(other.Object);
        builder.Services.AddSegue().AddOpenTracingShim();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.IsInstanceOfType<OpenTracingShim>(host.Services.GetRequiredService<ITracer>());
        Assert.HasCount(1, Log.Texts.Where(line => line.Contains("The global OpenTracing tracer is JaegerTracer(v1)", StringComparison.Ordinal)).ToList());
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Start_WithoutAddSegue_RecordsToWhoeverListens()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTracingShim();
        using var spans = new TestKit.RecordedSpans();
        using var host = builder.Build();

        await host.StartAsync();
        host.Services.GetRequiredService<ITracer>().BuildSpan("a").Start().Finish();
        await host.StopAsync();

        Assert.AreEqual("a", spans.Finished.Single().DisplayName);
    }
}
