using System.Reflection;
using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class DoorTests
{
    [TestMethod]
    public void Environment_InProduct_HasOneDoor() => AssertOnlyDoor(Door.Environment);

    [TestMethod]
    public void AmbientState_InProduct_HasOneDoor() => AssertOnlyDoor(Door.AmbientState);

    [TestMethod]
    public void Network_InProduct_HasOneDoor() => AssertOnlyDoor(Door.Network);

    [TestMethod]
    public void Sleep_Anywhere_IsNotUsed() => Violations.AssertNone(Door.Sleep.Check(Repository.CSharp));

    [TestMethod]
    public void LocalTime_Anywhere_IsNotUsed() => Violations.AssertNone(Door.LocalTime.Check(Repository.CSharp));

    [TestMethod]
    [DataRow("Environment.GetEnvironmentVariable(\"A\")", nameof(Door.Environment))]
    [DataRow("System.Environment.GetEnvironmentVariables()", nameof(Door.Environment))]
    [DataRow("Activity.Current = null", nameof(Door.AmbientState))]
    [DataRow("System.Diagnostics.Activity.Current ??= a", nameof(Door.AmbientState))]
    [DataRow("new HttpClient()", nameof(Door.Network))]
    [DataRow("new Socket(a, b, c)", nameof(Door.Network))]
    [DataRow("Thread.Sleep(1)", nameof(Door.Sleep))]
    [DataRow("DateTime.Now", nameof(Door.LocalTime))]
    public void Check_UsedElsewhere_IsFound(string code, string door) => Violations.AssertOne(Named(door).Check([File(code)]), "src/Core/Api/Some.cs:2: uses");

    [TestMethod]
    [DataRow("var a = Activity.Current;", nameof(Door.AmbientState))]
    [DataRow("if (Activity.Current == a) { }", nameof(Door.AmbientState))]
    [DataRow("// Thread.Sleep(1)", nameof(Door.Sleep))]
    [DataRow("var name = \"System.Net.Http.HttpClient\";", nameof(Door.Network))]
    [DataRow("DateTime.UtcNow", nameof(Door.LocalTime))]
    public void Check_NotUsed_IsNotFound(string code, string door) => Violations.AssertNone(Named(door).Check([File(code)]));

    [TestMethod]
    public void Check_NetworkInTraceView_IsAllowed() =>
        Violations.AssertNone(Door.Network.Check([new SourceFile("src/TraceView/Listener.cs", "new TcpListener(a, 0)")]));

    // The door itself must use what it guards, else the pattern has gone stale.
    private static void AssertOnlyDoor(Door door)
    {
        Assert.IsTrue(door.Pattern.IsMatch(Repository.File(door.File!).Code), door.File + " does not use " + door.What);
        Violations.AssertNone(door.Check(Repository.Product));
    }

    private static Door Named(string name) =>
        (Door)typeof(Door).GetProperty(name, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private static SourceFile File(string code) => new("src/Core/Api/Some.cs", "namespace Segue;\n" + code);
}
