using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

[TestClass]
public sealed class WriterNumberTests
{
    [TestMethod]
    [DataRow(0L, "00")]
    [DataRow(1L, "01")]
    [DataRow(127L, "7f")]
    [DataRow(128L, "cc80")]
    [DataRow(255L, "ccff")]
    [DataRow(256L, "cd0100")]
    [DataRow(65535L, "cdffff")]
    [DataRow(65536L, "ce00010000")]
    [DataRow(2147483647L, "ce7fffffff")]
    [DataRow(4294967295L, "ceffffffff")]
    [DataRow(4294967296L, "cf0000000100000000")]
    [DataRow(long.MaxValue, "cf7fffffffffffffff")]
    [DataRow(-1L, "ff")]
    [DataRow(-32L, "e0")]
    [DataRow(-33L, "d0df")]
    [DataRow(-128L, "d080")]
    [DataRow(-129L, "d1ff7f")]
    [DataRow(-32768L, "d18000")]
    [DataRow(-32769L, "d2ffff7fff")]
    [DataRow(-2147483648L, "d280000000")]
    [DataRow(-2147483649L, "d3ffffffff7fffffff")]
    [DataRow(long.MinValue, "d38000000000000000")]
    public void Write_Integer_TakesShortestFormInEveryTypeThatHoldsIt(long value, string hex)
    {
        var written = new List<string> { Encode.ToHex((ref w) => w.Write(value)) };
        if (value >= 0)
            written.Add(Encode.ToHex((ref w) => w.Write((ulong)value)));
        if (value is >= int.MinValue and <= int.MaxValue)
            written.Add(Encode.ToHex((ref w) => w.Write((int)value)));
        if (value is >= uint.MinValue and <= uint.MaxValue)
            written.Add(Encode.ToHex((ref w) => w.Write((uint)value)));
        if (value is >= short.MinValue and <= short.MaxValue)
            written.Add(Encode.ToHex((ref w) => w.Write((short)value)));
        if (value is >= ushort.MinValue and <= ushort.MaxValue)
        {
            written.Add(Encode.ToHex((ref w) => w.Write((ushort)value)));
            written.Add(Encode.ToHex((ref w) => w.Write((char)value)));
        }

        if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
            written.Add(Encode.ToHex((ref w) => w.Write((sbyte)value)));
        if (value is >= byte.MinValue and <= byte.MaxValue)
            written.Add(Encode.ToHex((ref w) => w.Write((byte)value)));

        Assert.AreEqual(hex, string.Join(' ', written.Distinct()));
        Assert.AreEqual(hex.Length / 2, MessagePackWriter.GetEncodedLength(value));
    }

    [TestMethod]
    [DataRow(127UL, "7f")]
    [DataRow(128UL, "cc80")]
    [DataRow(256UL, "cd0100")]
    [DataRow(65536UL, "ce00010000")]
    [DataRow(4294967296UL, "cf0000000100000000")]
    [DataRow(9223372036854775808UL, "cf8000000000000000")]
    [DataRow(ulong.MaxValue, "cfffffffffffffffff")]
    public void Write_UInt64_TakesShortestForm(ulong value, string hex)
    {
        Assert.AreEqual(hex, Encode.ToHex((ref w) => w.Write(value)));
        Assert.AreEqual(hex.Length / 2, MessagePackWriter.GetEncodedLength(value));
    }

    [TestMethod]
    public void WriteFixedWidth_SmallValues_KeepTheirWidth()
    {
        Assert.AreEqual("cc01", Encode.ToHex((ref w) => w.WriteUInt8(1)));
        Assert.AreEqual("cd0001", Encode.ToHex((ref w) => w.WriteUInt16(1)));
        Assert.AreEqual("ce00000001", Encode.ToHex((ref w) => w.WriteUInt32(1)));
        Assert.AreEqual("cf0000000000000001", Encode.ToHex((ref w) => w.WriteUInt64(1)));
        Assert.AreEqual("d001", Encode.ToHex((ref w) => w.WriteInt8(1)));
        Assert.AreEqual("d1ffff", Encode.ToHex((ref w) => w.WriteInt16(-1)));
        Assert.AreEqual("d2ffffffff", Encode.ToHex((ref w) => w.WriteInt32(-1)));
        Assert.AreEqual("d3ffffffffffffffff", Encode.ToHex((ref w) => w.WriteInt64(-1)));
    }

    [TestMethod]
    [DataRow(0f, "ca00000000")]
    [DataRow(1.5f, "ca3fc00000")]
    [DataRow(float.NegativeInfinity, "caff800000")]
    [DataRow(float.MaxValue, "ca7f7fffff")]
    public void Write_Single_TakesFiveBytes(float value, string hex) => Assert.AreEqual(hex, Encode.ToHex((ref w) => w.Write(value)));

    [TestMethod]
    [DataRow(0d, "cb0000000000000000")]
    [DataRow(1.1, "cb3ff199999999999a")]
    [DataRow(-0d, "cb8000000000000000")]
    [DataRow(double.PositiveInfinity, "cb7ff0000000000000")]
    public void Write_Double_TakesNineBytes(double value, string hex) => Assert.AreEqual(hex, Encode.ToHex((ref w) => w.Write(value)));

    [TestMethod]
    public void Write_NilAndBooleans_TakeOneByte() => Assert.AreEqual("c0c3c2", Encode.ToHex((ref w) =>
    {
        w.WriteNil();
        w.Write(true);
        w.Write(false);
    }));
}
