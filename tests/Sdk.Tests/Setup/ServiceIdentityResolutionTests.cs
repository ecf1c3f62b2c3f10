using OpenTelemetry.Resources;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Setup;

[TestClass]
public class ServiceIdentityResolutionTests : SdkTestBase
{
    [TestMethod]
    [DataRow("DD_SERVICE=asked", "own", "asked", DisplayName = "asked for")]
    [DataRow("", "own", "own", DisplayName = "the provider's")]
    public void Resolve_Service_AskedForElseResource(string environment, string resourceName, string expected)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService(resourceName).Build();

        var identity = ServiceIdentityResolution.Resolve(EnvironmentOptionsTests.Resolve(environment), resource);

        Assert.AreEqual(expected, identity.Service);
    }

    [TestMethod]
    public void Resolve_ResourceHasNoName_NameOfProcess()
    {
        var settings = EnvironmentOptionsTests.Resolve("");

        Assert.AreEqual(settings.ServiceName, ServiceIdentityResolution.Resolve(settings, ResourceBuilder.CreateDefault().Build()).Service);
        Assert.AreEqual(settings.ServiceName, ServiceIdentityResolution.Resolve(settings, null).Service);
    }

    [TestMethod]
    [DataRow("", "1 stage")]
    [DataRow("DD_VERSION=2;DD_ENV=prod", "2 prod")]
    public void Resolve_VersionAndEnvironment_SettingsElseResource(string environment, string expected)
    {
        var attributes = new Dictionary<string, object> { ["service.version"] = "1", ["deployment.environment.name"] = "stage", ["deployment.environment"] = "old" };
        var resource = ResourceBuilder.CreateEmpty().AddAttributes(attributes).Build();

        var identity = ServiceIdentityResolution.Resolve(EnvironmentOptionsTests.Resolve(environment), resource);

        Assert.AreEqual(expected, identity.Version + " " + identity.Env);
    }
}
