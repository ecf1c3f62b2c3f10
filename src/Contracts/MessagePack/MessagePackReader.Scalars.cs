namespace MessagePack;

internal ref partial struct MessagePackReader
{
    private const long UnixEpochTicks = 621_355_968_000_000_000;
    private const uint NanosecondsPerSecond = 1_000_000_000;

    public Nil ReadNil()
    {
        var code = NextCode;
        if (code != MessagePackCode.Nil)
            throw Unexpected(code, "nil");
        Advance(1);
        return Nil.Default;
    }

    /// <summary>Passes a nil if that is what comes next, and nothing otherwise.</summary>
    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
            return false;
        Advance(1);
        return true;
    }

    public bool ReadBoolean()
    {
        var code = NextCode;
        if (code is not (MessagePackCode.True or MessagePackCode.False))
            throw Unexpected(code, "a boolean");
        Advance(1);
        return code == MessagePackCode.True;
    }

    /// <summary>Reads a number of either precision, or an integer; what the result cannot hold exactly is rounded.</summary>
    public float ReadSingle()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float32:
                return SingleBits.To((uint)TakeOperand(4));
            case MessagePackCode.Float64:
                return (float)TakeDouble();
            default:
                var bits = ReadInteger(out var isNegative);
                return isNegative ? unchecked((long)bits) : bits;
        }
    }

    /// <inheritdoc cref="ReadSingle"/>
    public double ReadDouble()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float32:
                return SingleBits.To((uint)TakeOperand(4));
            case MessagePackCode.Float64:
                return TakeDouble();
            default:
                var bits = ReadInteger(out var isNegative);
                return isNegative ? unchecked((long)bits) : bits;
        }
    }

    /// <summary>Reads a timestamp extension, in UTC.</summary>
    public DateTime ReadDateTime() => ReadDateTime(ReadExtensionFormatHeader());

    /// <summary>Reads the payload of a timestamp extension whose header was read already.</summary>
    public DateTime ReadDateTime(ExtensionHeader header)
    {
        if (header.TypeCode != ReservedMessagePackExtensionTypeCode.DateTime)
            throw new MessagePackSerializationException($"Expected a timestamp, found the extension type {header.TypeCode}.");

        Require(header.Length);
        switch (header.Length)
        {
            case 4:
                return ToDateTime((uint)TakePayload(4), 0);
            case 8:
                var packed = TakePayload(8);
                return ToDateTime((long)(packed & ((1UL << 34) - 1)), (uint)(packed >> 34));
            case 12:
                var nanoseconds = (uint)TakePayload(4);
                return ToDateTime(unchecked((long)TakePayload(8)), nanoseconds);
            default:
                throw new MessagePackSerializationException($"A timestamp of {header.Length} bytes has no meaning.");
        }
    }

    private static DateTime ToDateTime(long seconds, uint nanoseconds)
    {
        // 0001-01-01T00:00:00 and 9999-12-31T23:59:59, the ends of what DateTime holds.
        const long FirstSecond = -62_135_596_800;
        const long LastSecond = 253_402_300_799;
        if (seconds is < FirstSecond or > LastSecond || nanoseconds >= NanosecondsPerSecond)
            throw new MessagePackSerializationException("The timestamp lies outside the years 1 to 9999.");
        return new DateTime(UnixEpochTicks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100), DateTimeKind.Utc);
    }

    private double TakeDouble() => BitConverter.Int64BitsToDouble(unchecked((long)TakeOperand(8)));

    /// <summary>Passes big-endian bytes that are known to remain.</summary>
    private ulong TakePayload(int size)
    {
        ulong value = 0;
        for (var i = 0; i < size; i++)
        {
            value = (value << 8) | _span[_index];
            Advance(1);
        }

        return value;
    }
}
