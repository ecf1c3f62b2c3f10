using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;
using Segue.TestKit;

namespace Segue.Core.Tests;

/// <summary>A run that claims a runtime is on it, and tests the library that applications get there.</summary>
[TestClass]
public class RuntimeTests
{
    [TestMethod]
    public void Runtime_OfThisRun_IsTheOneThatTestsWereBuiltFor() => Assert.AreEqual(Framework(typeof(RuntimeTests)).Version.Major, Environment.Version.Major);

    [TestMethod]
    public void Library_OfThisRun_IsTheNearestOfThePackage()
    {
        var expected = Framework(typeof(RuntimeTests)) switch
        {
            { Identifier: ".NETFramework" } => ".NETStandard,Version=v2.0",
            { Version.Major: < 10 } => ".NETCoreApp,Version=v8.0",
            _ => ".NETCoreApp,Version=v10.0",
        };

        Assert.AreEqual(expected, Framework(typeof(Tracer)).FullName);
    }

    // .NET Framework would make hierarchical ids, which no header carries.
    [TestMethod]
    public void StartActive_OnlyAListenerIsThere_HasAnIdentity()
    {
        using var spans = new RecordedSpans();
        using (var scope = Tracer.Instance.StartActive("root")) Assert.AreNotEqual(0UL, scope.Span.TraceId);

        Assert.AreEqual(ActivityIdFormat.W3C, spans.Single("root").IdFormat);
    }

    private static FrameworkName Framework(Type type) => new(type.Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
}
