using Segue.Sdk.Tests.Setup;

namespace Segue.Sdk.Tests.Support;

/// <summary>Makes an install late once, before the first test: from then on it is counted each time and said no more, whichever tests use an HttpClient, in whichever order.</summary>
[TestClass]
public static class HttpInUse
{
    [AssemblyInitialize]
    public static async Task SayOnce(TestContext context)
    {
        using var log = new TestKit.SelfLog();
        using var neighbour = new ScriptedListener();
        using var client = new HttpClient();
        using (await client.GetAsync(neighbour.Uri, context.CancellationToken))
        {
        }

        SegueTracingTests.Start(neighbour).Dispose();
        Assert.AreEqual(1, log.Written.Count(line => line.StartsWith("Misuse: propagator_late", StringComparison.Ordinal)));
    }
}
