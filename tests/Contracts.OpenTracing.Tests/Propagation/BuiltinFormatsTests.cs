using System.Reflection;
using System.Runtime.CompilerServices;
using OpenTracing.Propagation;

namespace Segue.Contracts.OpenTracing.Tests.Propagation;

[TestClass]
public class BuiltinFormatsTests
{
    [TestMethod]
    [DataRow(nameof(BuiltinFormats.Binary), "Builtin`1.BINARY")]
    [DataRow(nameof(BuiltinFormats.HttpHeaders), "Builtin`1.HTTP_HEADERS")]
    [DataRow(nameof(BuiltinFormats.TextMap), "Builtin`1.TEXT_MAP")]
    public void ToString_Format_IsRuntimeTypeAndName(string name, string expected)
    {
        var format = Read(name);

        var text = format.ToString();

        Assert.AreEqual(expected, text);
    }

    [TestMethod]
    [DataRow(nameof(BuiltinFormats.Binary))]
    [DataRow(nameof(BuiltinFormats.HttpHeaders))]
    [DataRow(nameof(BuiltinFormats.TextMap))]
    public void Field_ReadTwice_IsSameObject(string name)
    {
        var first = Read(name);

        var second = Read(name);

        Assert.AreSame(first, second);
    }

    [TestMethod]
    [DataRow(nameof(BuiltinFormats.Binary))]
    [DataRow(nameof(BuiltinFormats.HttpHeaders))]
    [DataRow(nameof(BuiltinFormats.TextMap))]
    public void Field_RuntimeType_IsPrivateGenericStruct(string name)
    {
        var type = Read(name).GetType();

        var shape = (type.IsNestedPrivate, type.IsGenericType, type.IsValueType);

        Assert.AreEqual((true, true, true), shape);
    }

    [TestMethod]
    [DataRow(nameof(BuiltinFormats.Binary))]
    [DataRow(nameof(BuiltinFormats.HttpHeaders))]
    [DataRow(nameof(BuiltinFormats.TextMap))]
    public void Equals_CopyOfFormat_ReturnsTrue(string name)
    {
        var format = Read(name);
        var copy = format.GetType().GetMethod("MemberwiseClone", Private).Invoke(format, null);

        var equal = format.Equals(copy);

        Assert.IsTrue(equal);
    }

    [TestMethod]
    [DataRow(nameof(BuiltinFormats.TextMap), nameof(BuiltinFormats.HttpHeaders))]
    [DataRow(nameof(BuiltinFormats.HttpHeaders), nameof(BuiltinFormats.TextMap))]
    [DataRow(nameof(BuiltinFormats.TextMap), nameof(BuiltinFormats.Binary))]
    public void Equals_OtherFormat_ReturnsFalse(string name, string other)
    {
        var format = Read(name);

        var equal = format.Equals(Read(other));

        Assert.IsFalse(equal);
    }

    [TestMethod]
    public void Equals_SameNameOtherCarrier_ReturnsFalse()
    {
        var type = BuiltinFormats.TextMap.GetType();
        var otherType = type.GetGenericTypeDefinition().MakeGenericType(typeof(string));
        var other = RuntimeHelpers.GetUninitializedObject(otherType);
        foreach (var field in type.GetFields(Private))
            otherType.GetField(field.Name, Private).SetValue(other, field.GetValue(BuiltinFormats.TextMap));

        var equal = BuiltinFormats.TextMap.Equals(other);

        Assert.AreEqual((false, BuiltinFormats.TextMap.ToString()), (equal, other.ToString()));
    }

    [TestMethod]
    public void GetHashCode_OtherName_Differs()
    {
        var hash = BuiltinFormats.TextMap.GetHashCode();

        var other = BuiltinFormats.HttpHeaders.GetHashCode();

        Assert.AreNotEqual(hash, other);
    }

    [TestMethod]
    public void GetHashCode_CopyOfFormat_IsSame()
    {
        var copy = BuiltinFormats.TextMap.GetType().GetMethod("MemberwiseClone", Private).Invoke(BuiltinFormats.TextMap, null);

        var hash = copy.GetHashCode();

        Assert.AreEqual(BuiltinFormats.TextMap.GetHashCode(), hash);
    }

    private static BindingFlags Private => BindingFlags.NonPublic | BindingFlags.Instance;

    private static object Read(string name) => typeof(BuiltinFormats).GetField(name).GetValue(null);
}
