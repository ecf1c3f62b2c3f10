using System.Reflection;
using OpenTracing;

namespace Segue.Contracts.OpenTracing.Tests;

[TestClass]
public class ConstantsTests
{
    [TestMethod]
    [DataRow(typeof(References), nameof(References.ChildOf), "child_of")]
    [DataRow(typeof(References), nameof(References.FollowsFrom), "follows_from")]
    [DataRow(typeof(LogFields), nameof(LogFields.ErrorKind), "error.kind")]
    [DataRow(typeof(LogFields), nameof(LogFields.ErrorObject), "error.object")]
    [DataRow(typeof(LogFields), nameof(LogFields.Event), "event")]
    [DataRow(typeof(LogFields), nameof(LogFields.Message), "message")]
    [DataRow(typeof(LogFields), nameof(LogFields.Stack), "stack")]
    public void Field_CompiledIntoCallers_IsConstantWithValue(Type type, string name, string expected)
    {
        var field = type.GetField(name, BindingFlags.Public | BindingFlags.Static);

        var value = field.GetRawConstantValue();

        Assert.AreEqual(expected, value);
    }
}
