using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class ReaderNumberTests
{
    private static readonly string[] _oneInEveryForm =
    [
        "01", "cc01", "cd0001", "ce00000001", "cf0000000000000001", "d001", "d10001", "d200000001", "d30000000000000001",
    ];

    private static readonly string[] _minusTwoInEveryForm = ["fe", "d0fe", "d1fffe", "d2fffffffe", "d3fffffffffffffffe"];

    [TestMethod]
    [DynamicData(nameof(IntegerTypes))]
    public void ReadInteger_OneInEveryForm_ReadsOne(string type)
    {
        foreach (var hex in _oneInEveryForm)
            Assert.AreEqual("1", ReadAs(type, hex), hex);
    }

    [TestMethod]
    [DynamicData(nameof(IntegerTypes))]
    public void ReadInteger_MinusTwoInEveryForm_ReadsItOrOverflows(string type)
    {
        foreach (var hex in _minusTwoInEveryForm)
        {
            if (type is "sbyte" or "short" or "int" or "long" or "float" or "double")
                Assert.AreEqual("-2", ReadAs(type, hex), hex);
            else
                Assert.ThrowsExactly<OverflowException>(() => ReadAs(type, hex), hex);
        }
    }

    [TestMethod]
    [DataRow("byte", "ccff", "cd0100")]
    [DataRow("ushort", "cdffff", "ce00010000")]
    [DataRow("char", "cdffff", "ce00010000")]
    [DataRow("uint", "ceffffffff", "cf0000000100000000")]
    [DataRow("ulong", "cfffffffffffffffff", "d3ffffffffffffffff")]
    [DataRow("sbyte", "7f", "cc80")]
    [DataRow("sbyte", "d080", "d1ff7f")]
    [DataRow("short", "cd7fff", "cd8000")]
    [DataRow("short", "d18000", "d2ffff7fff")]
    [DataRow("int", "ce7fffffff", "ce80000000")]
    [DataRow("int", "d280000000", "d3ffffffff7fffffff")]
    [DataRow("long", "cf7fffffffffffffff", "cf8000000000000000")]
    public void ReadInteger_EdgeOfRange_ReadsInsideAndOverflowsOutside(string type, string inside, string outside)
    {
        Assert.AreNotEqual("", ReadAs(type, inside));
        Assert.ThrowsExactly<OverflowException>(() => ReadAs(type, outside));
    }

    [TestMethod]
    [DataRow("00", "0")]
    [DataRow("7f", "127")]
    [DataRow("e0", "-32")]
    [DataRow("ff", "-1")]
    [DataRow("ccff", "255")]
    [DataRow("cdffff", "65535")]
    [DataRow("ceffffffff", "4294967295")]
    [DataRow("cf7fffffffffffffff", "9223372036854775807")]
    [DataRow("d080", "-128")]
    [DataRow("d18000", "-32768")]
    [DataRow("d280000000", "-2147483648")]
    [DataRow("d38000000000000000", "-9223372036854775808")]
    public void ReadInt64_EdgeOfForm_ReadsIt(string hex, string value) => Assert.AreEqual(value, ReadAs("long", hex));

    [TestMethod]
    [DynamicData(nameof(IntegerTypes))]
    public void ReadInteger_OtherKind_Throws(string type)
    {
        foreach (var hex in new[] { "c0", "c1", "c2", "c3", "a161", "90", "80", "c40100", "d40101", "d90161" })
            Assert.ThrowsExactly<MessagePackSerializationException>(() => ReadAs(type, hex), hex);
        if (type is not ("float" or "double"))
            Assert.ThrowsExactly<MessagePackSerializationException>(() => ReadAs(type, "ca3f800000"));
    }

    [TestMethod]
    [DynamicData(nameof(IntegerTypes))]
    public void ReadInteger_Truncated_Throws(string type)
    {
        foreach (var hex in _oneInEveryForm)
        {
            for (var length = 0; length < hex.Length; length += 2)
                Assert.ThrowsExactly<EndOfStreamException>(() => ReadAs(type, hex[..length]), hex);
        }
    }

    [TestMethod]
    [DataRow("ca3fc00000", 1.5)]
    [DataRow("cb3ff8000000000000", 1.5)]
    [DataRow("cb8000000000000000", -0d)]
    [DataRow("ca7f800000", double.PositiveInfinity)]
    [DataRow("cbfff0000000000000", double.NegativeInfinity)]
    public void ReadFloat_EitherPrecision_ReadsIt(string hex, double value)
    {
        Assert.AreEqual(value, Encode.ReaderOf(hex).ReadDouble());
        Assert.AreEqual((float)value, Encode.ReaderOf(hex).ReadSingle());
    }

    [TestMethod]
    [DataRow("ca3fc00000")]
    [DataRow("cb3ff8000000000000")]
    public void ReadFloat_Truncated_Throws(string hex)
    {
        for (var length = 0; length < hex.Length; length += 2)
        {
            Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex[..length]).ReadDouble());
            Assert.ThrowsExactly<EndOfStreamException>(() => Encode.ReaderOf(hex[..length]).ReadSingle());
        }
    }

    [TestMethod]
    public void ReadDouble_NotANumber_KeepsItsBits() =>
        Assert.AreEqual(0x7ff8000000000001, BitConverter.DoubleToInt64Bits(Encode.ReaderOf("cb7ff8000000000001").ReadDouble()));

    public static IEnumerable<object[]> IntegerTypes =>
        new[] { "byte", "ushort", "uint", "ulong", "sbyte", "short", "int", "long", "char", "float", "double" }.Select(t => new object[] { t });

    private static string ReadAs(string type, string hex)
    {
        var reader = Encode.ReaderOf(hex);
        object value = type switch
        {
            "byte" => (object)reader.ReadByte(),
            "ushort" => reader.ReadUInt16(),
            "uint" => reader.ReadUInt32(),
            "ulong" => reader.ReadUInt64(),
            "sbyte" => reader.ReadSByte(),
            "short" => reader.ReadInt16(),
            "int" => reader.ReadInt32(),
            "long" => reader.ReadInt64(),
            "char" => (int)reader.ReadChar(),
            "float" => reader.ReadSingle(),
            _ => reader.ReadDouble(),
        };
        Assert.IsTrue(reader.End);
        return FormattableString.Invariant($"{value}");
    }
}
