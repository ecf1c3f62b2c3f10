using System.Buffers.Binary;

namespace MessagePack;

// -32..-1 negative fixint | 0..127 positive fixint, in the first byte itself
// cc uint8 | cd uint16 | ce uint32 | cf uint64 | d0 int8 | d1 int16 | d2 int32 | d3 int64, then the value, big-endian
internal ref partial struct MessagePackWriter
{
    /// <summary>Counts the bytes that <see cref="Write(long)"/> takes.</summary>
    public static int GetEncodedLength(long value) => value switch
    {
        >= 0 => GetEncodedLength((ulong)value),
        >= MessagePackRange.MinFixNegativeInt => 1,
        >= sbyte.MinValue => 2,
        >= short.MinValue => 3,
        >= int.MinValue => 5,
        _ => 9,
    };

    /// <summary>Counts the bytes that <see cref="Write(ulong)"/> takes.</summary>
    public static int GetEncodedLength(ulong value) => value switch
    {
        <= MessagePackRange.MaxFixPositiveInt => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    public void Write(byte value)
    {
        if (value <= MessagePackCode.MaxFixInt)
            PutByte(value);
        else
            WriteUInt8(value);
    }

    public void Write(ushort value)
    {
        if (value <= byte.MaxValue)
            Write((byte)value);
        else
            WriteUInt16(value);
    }

    public void Write(uint value)
    {
        if (value <= ushort.MaxValue)
            Write((ushort)value);
        else
            WriteUInt32(value);
    }

    public void Write(ulong value)
    {
        if (value <= uint.MaxValue)
            Write((uint)value);
        else
            WriteUInt64(value);
    }

    public void Write(sbyte value) => Write((int)value);

    public void Write(short value) => Write((int)value);

    public void Write(int value)
    {
        if (value >= 0)
            Write((uint)value);
        else if (value >= MessagePackRange.MinFixNegativeInt)
            PutByte(unchecked((byte)value));
        else if (value >= sbyte.MinValue)
            WriteInt8((sbyte)value);
        else if (value >= short.MinValue)
            WriteInt16((short)value);
        else
            WriteInt32(value);
    }

    public void Write(long value)
    {
        if (value >= 0)
            Write((ulong)value);
        else if (value >= int.MinValue)
            Write((int)value);
        else
            WriteInt64(value);
    }

    /// <summary>Writes the UTF-16 code unit as an unsigned integer.</summary>
    public void Write(char value) => Write((ushort)value);

    /// <summary>Writes two bytes, whatever the value.</summary>
    public void WriteUInt8(byte value)
    {
        var target = Take(2);
        target[1] = value;
        target[0] = MessagePackCode.UInt8;
    }

    /// <summary>Writes three bytes, whatever the value.</summary>
    public void WriteUInt16(ushort value) => Put16(MessagePackCode.UInt16, value);

    /// <summary>Writes five bytes, whatever the value.</summary>
    public void WriteUInt32(uint value) => Put32(MessagePackCode.UInt32, value);

    /// <summary>Writes nine bytes, whatever the value.</summary>
    public void WriteUInt64(ulong value) => Put64(MessagePackCode.UInt64, value);

    /// <inheritdoc cref="WriteUInt8"/>
    public void WriteInt8(sbyte value)
    {
        var target = Take(2);
        target[1] = unchecked((byte)value);
        target[0] = MessagePackCode.Int8;
    }

    /// <inheritdoc cref="WriteUInt16"/>
    public void WriteInt16(short value) => Put16(MessagePackCode.Int16, unchecked((ushort)value));

    /// <inheritdoc cref="WriteUInt32"/>
    public void WriteInt32(int value) => Put32(MessagePackCode.Int32, unchecked((uint)value));

    /// <inheritdoc cref="WriteUInt64"/>
    public void WriteInt64(long value) => Put64(MessagePackCode.Int64, unchecked((ulong)value));

    private void Put16(byte code, ushort operand)
    {
        var target = Take(3);
        target[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(target.Slice(1), operand);
    }

    private void Put32(byte code, uint operand)
    {
        var target = Take(5);
        target[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(target.Slice(1), operand);
    }

    private void Put64(byte code, ulong operand)
    {
        var target = Take(9);
        target[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(target.Slice(1), operand);
    }
}
