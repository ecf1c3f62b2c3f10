namespace Segue.TraceView.Tests;

[TestClass]
public sealed class SpanApiTests
{
    [TestMethod]
    [DataRow("opentracing-shim", "opentracing")]
    [DataRow("Segue", "native")]
    [DataRow("Microsoft.AspNetCore", "framework")]
    [DataRow("System.Net.Http", "framework")]
    [DataRow("System.Network", "opentelemetry")]
    [DataRow("Segue.Other", "opentelemetry")]
    [DataRow("Shop", "opentelemetry")]
    [DataRow("", "opentelemetry")]
    [DataRow(null, "opentelemetry")]
    public void FromScopeName_Scope_GivesItsApi(string? scope, string expected) => Assert.AreEqual(expected, SpanApi.FromScopeName(scope));

    [TestMethod]
    public void Api_SpanWithoutScope_IsOpenTelemetry() => Assert.AreEqual("opentelemetry", new ReceivedSpan().Api);
}
