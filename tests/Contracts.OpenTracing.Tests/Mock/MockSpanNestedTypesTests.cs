using OpenTracing;
using OpenTracing.Mock;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class MockSpanNestedTypesTests
{
    [TestMethod]
    public void LogEntry_FieldsChangedAfterwards_KeepsCopy()
    {
        var fields = new Dictionary<string, object> { ["key"] = "value" };
        var entry = new MockSpan.LogEntry(Some.Time, fields);

        fields.Clear();

        Assert.AreEqual("value", entry.Fields["key"]);
    }

    [TestMethod]
    public void LogEntry_DuplicateKeys_LastWins()
    {
        var fields = new[] { KeyValuePair.Create("key", (object)1), KeyValuePair.Create("key", (object)2) };

        var entry = new MockSpan.LogEntry(Some.Time, fields);

        Assert.AreEqual(2, entry.Fields["key"]);
    }

    [TestMethod]
    public void LogEntry_Fields_AreDictionary()
    {
        var entry = new MockSpan.LogEntry(Some.Time, []);

        var type = entry.Fields.GetType();

        Assert.AreEqual(typeof(Dictionary<string, object>), type);
    }

    [TestMethod]
    public void LogEntry_Timestamp_IsArgument()
    {
        var entry = new MockSpan.LogEntry(Some.Time, []);

        Assert.IsTrue(Some.Time.EqualsExact(entry.Timestamp));
    }

    [TestMethod]
    public void Reference_NullContext_ThrowsArgumentNull()
    {
        static void Act() => _ = new MockSpan.Reference(null, References.ChildOf);

        Assert.AreEqual("context", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    public void Reference_NullType_ThrowsArgumentNull()
    {
        static void Act() => _ = new MockSpan.Reference(Some.Context(), null);

        Assert.AreEqual("referenceType", Assert.ThrowsExactly<ArgumentNullException>(Act).ParamName);
    }

    [TestMethod]
    [DataRow("child_of", true)]
    [DataRow("CHILD_OF", false)]
    [DataRow("follows_from", false)]
    public void ReferenceEquals_SameContext_ComparesTypeOrdinally(string type, bool expected)
    {
        var context = Some.Context();
        var reference = new MockSpan.Reference(context, References.ChildOf);

        var equal = reference.Equals(new MockSpan.Reference(context, type));

        Assert.AreEqual(expected, equal);
    }

    [TestMethod]
    public void ReferenceEquals_OtherContextWithSameIds_ReturnsFalse()
    {
        var context = Some.Context();
        var copy = context.WithBaggageItem("key", "value");
        var reference = new MockSpan.Reference(context, References.ChildOf);

        var equal = reference.Equals(new MockSpan.Reference(copy, References.ChildOf));

        Assert.IsFalse(equal);
    }

    [TestMethod]
    public void ReferenceEquals_EqualObject_ReturnsTrue()
    {
        var context = Some.Context();
        var reference = new MockSpan.Reference(context, References.ChildOf);

        var equal = reference.Equals((object)new MockSpan.Reference(context, References.ChildOf));

        Assert.IsTrue(equal);
    }

    [TestMethod]
    public void ReferenceEquals_Null_ReturnsFalse()
    {
        var reference = new MockSpan.Reference(Some.Context(), References.ChildOf);

        var equal = reference.Equals(null);

        Assert.IsFalse(equal);
    }

    [TestMethod]
    public void ReferenceEquals_OtherType_ReturnsFalse()
    {
        var reference = new MockSpan.Reference(Some.Context(), References.ChildOf);

        var equal = reference.Equals((object)"child_of");

        Assert.IsFalse(equal);
    }

    [TestMethod]
    public void ReferenceGetHashCode_EqualReference_IsSame()
    {
        var context = Some.Context();
        var reference = new MockSpan.Reference(context, References.ChildOf);

        var other = new MockSpan.Reference(context, References.ChildOf);

        Assert.AreEqual(reference.GetHashCode(), other.GetHashCode());
    }
}
