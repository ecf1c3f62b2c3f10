namespace MessagePack;

internal ref partial struct MessagePackReader
{
    /// <summary>Reads any integer form whose value fits.</summary>
    public byte ReadByte() => checked((byte)ReadUInt64());

    /// <inheritdoc cref="ReadByte"/>
    public ushort ReadUInt16() => checked((ushort)ReadUInt64());

    /// <inheritdoc cref="ReadByte"/>
    public uint ReadUInt32() => checked((uint)ReadUInt64());

    /// <inheritdoc cref="ReadByte"/>
    public ulong ReadUInt64()
    {
        var bits = ReadInteger(out var isNegative);
        return isNegative ? checked((ulong)unchecked((long)bits)) : bits;
    }

    /// <inheritdoc cref="ReadByte"/>
    public sbyte ReadSByte() => checked((sbyte)ReadInt64());

    /// <inheritdoc cref="ReadByte"/>
    public short ReadInt16() => checked((short)ReadInt64());

    /// <inheritdoc cref="ReadByte"/>
    public int ReadInt32() => checked((int)ReadInt64());

    /// <inheritdoc cref="ReadByte"/>
    public long ReadInt64()
    {
        var bits = ReadInteger(out var isNegative);
        return isNegative ? unchecked((long)bits) : checked((long)bits);
    }

    /// <summary>Reads a UTF-16 code unit that was written as an integer.</summary>
    public char ReadChar() => (char)ReadUInt16();

    /// <summary>Reads an integer as 64 bits, two's complement when it is below zero.</summary>
    private ulong ReadInteger(out bool isNegative)
    {
        var code = NextCode;
        long signed;
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt:
                Advance(1);
                isNegative = false;
                return code;
            case >= MessagePackCode.MinNegativeFixInt:
                Advance(1);
                signed = unchecked((sbyte)code);
                break;
            case MessagePackCode.UInt8:
                isNegative = false;
                return TakeOperand(1);
            case MessagePackCode.UInt16:
                isNegative = false;
                return TakeOperand(2);
            case MessagePackCode.UInt32:
                isNegative = false;
                return TakeOperand(4);
            case MessagePackCode.UInt64:
                isNegative = false;
                return TakeOperand(8);
            case MessagePackCode.Int8:
                signed = unchecked((sbyte)TakeOperand(1));
                break;
            case MessagePackCode.Int16:
                signed = unchecked((short)TakeOperand(2));
                break;
            case MessagePackCode.Int32:
                signed = unchecked((int)TakeOperand(4));
                break;
            case MessagePackCode.Int64:
                signed = unchecked((long)TakeOperand(8));
                break;
            default:
                throw Unexpected(code, "an integer");
        }

        isNegative = signed < 0;
        return unchecked((ulong)signed);
    }
}
