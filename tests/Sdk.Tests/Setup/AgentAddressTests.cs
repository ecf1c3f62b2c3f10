using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

/// <summary>Where <see cref="EnvironmentOptions"/> finds the trace agent.</summary>
[TestClass]
public class AgentAddressTests : SdkTestBase
{
    [TestMethod]
    [DataRow("", "http://localhost:8126/")]
    [DataRow("DD_AGENT_HOST=agent", "http://agent:8126/")]
    [DataRow("DD_AGENT_HOST=10.0.0.1;DD_TRACE_AGENT_PORT=9126", "http://10.0.0.1:9126/")]
    [DataRow("DD_TRACE_AGENT_PORT=9126", "http://localhost:9126/")]
    [DataRow("DD_AGENT_HOST=::1", "http://[::1]:8126/", DisplayName = "IPv6")]
    [DataRow("DD_AGENT_HOST=[2001:db8::1]", "http://[2001:db8::1]:8126/", DisplayName = "IPv6 in brackets")]
    [DataRow("DD_TRACE_AGENT_URL=http://agent:1", "http://agent:1/")]
    [DataRow("DD_TRACE_AGENT_URL=http://[::1]:1", "http://[::1]:1/")]
    [DataRow("DD_TRACE_AGENT_URL=https://agent", "https://agent/")]
    [DataRow("DD_TRACE_AGENT_URL=unix:///var/run/a.socket", "unix:///var/run/a.socket")]
    [DataRow("DD_TRACE_AGENT_URL=http://agent:1;DD_AGENT_HOST=other;DD_TRACE_AGENT_PORT=2", "http://agent:1/", DisplayName = "the URL wins")]
    public void Resolve_AgentAddress_IsRead(string environment, string expected) => Assert.AreEqual(expected, EnvironmentOptionsTests.Resolve(environment).AgentUri.ToString());

    [TestMethod]
    [DataRow("", "unix:///var/run/datadog/apm.socket")]
    [DataRow("DD_AGENT_HOST=agent", "http://agent:8126/")]
    [DataRow("DD_TRACE_AGENT_PORT=1", "http://localhost:1/")]
    [DataRow("DD_TRACE_AGENT_URL=http://agent:1", "http://agent:1/")]
    public void Resolve_DefaultSocketExists_TakenIfNothingElseIsSaid(string environment, string expected) =>
        Assert.AreEqual(expected, EnvironmentOptionsTests.Resolve(environment, socketExists: true).AgentUri.ToString());

    [TestMethod]
    [DataRow("DD_TRACE_AGENT_PORT", "0")]
    [DataRow("DD_TRACE_AGENT_PORT", "65536")]
    [DataRow("DD_TRACE_AGENT_PORT", "-1")]
    [DataRow("DD_TRACE_AGENT_PORT", "81 26")]
    [DataRow("DD_TRACE_AGENT_PORT", "port")]
    [DataRow("DD_TRACE_AGENT_URL", "agent:8126")]
    [DataRow("DD_TRACE_AGENT_URL", "/var/run/a.socket")]
    [DataRow("DD_TRACE_AGENT_URL", "ftp://agent")]
    [DataRow("DD_TRACE_AGENT_URL", "http://")]
    [DataRow("DD_TRACE_AGENT_URL", "unix://")]
    [DataRow("DD_AGENT_HOST", "two words")]
    [DataRow("DD_AGENT_HOST", "http://agent")]
    [DataRow("DD_AGENT_HOST", "agent:8127")]
    public void Resolve_AgentAddressBad_DefaultAndSaid(string name, string value)
    {
        Expect("BadSetting");

        var settings = EnvironmentOptionsTests.Resolve(name + "=" + value);

        Assert.AreEqual("http://localhost:8126/", settings.AgentUri.ToString());
        StringAssert.StartsWith(Log.Written.Single(), "BadSetting: " + name + " | ");
    }

    [TestMethod]
    [DataRow("http://agent:1")]
    [DataRow("https://agent/trace/")]
    [DataRow("unix:///var/run/a.socket")]
    public void Resolve_AgentUriOption_IsTaken(string uri) =>
        Assert.AreEqual(new Uri(uri), EnvironmentOptionsTests.Resolve("", new SegueOptions { AgentUri = new Uri(uri) }).AgentUri);

    [TestMethod]
    [DataRow("agent")]
    [DataRow("ftp://agent")]
    [DataRow("unix://")]
    public void Resolve_AgentUriOptionBad_Throws(string uri)
    {
        var options = new SegueOptions { AgentUri = new Uri(uri, UriKind.RelativeOrAbsolute) };

        var thrown = Assert.ThrowsExactly<ArgumentException>(() => EnvironmentOptionsTests.Resolve("", options));

        StringAssert.Contains(thrown.Message, "AgentUri is '" + uri);
    }
}
