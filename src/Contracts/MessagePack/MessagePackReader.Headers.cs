namespace MessagePack;

internal ref partial struct MessagePackReader
{
    /// <summary>Reads how many values follow; never more than there are bytes left.</summary>
    public int ReadArrayHeader()
    {
        if (!TryReadArrayCount(out var count))
            throw EndOfData();
        Require(count);
        return checked((int)count);
    }

    /// <summary>Reads how many pairs follow; never more than half the bytes left.</summary>
    public int ReadMapHeader()
    {
        if (!TryReadMapCount(out var count))
            throw EndOfData();
        Require(2L * count);
        return checked((int)count);
    }

    /// <summary>Reads an extension header whose payload is there in full.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        if (!TryReadExtensionFormatHeader(out var header))
            throw EndOfData();
        Require(header.Length);
        return header;
    }

    /// <summary>Reads an array header, or nothing when the header itself is cut; the count is not compared with the bytes left.</summary>
    public bool TryReadArrayHeader(out int count)
    {
        var complete = TryReadArrayCount(out var declared);
        count = checked((int)declared);
        return complete;
    }

    /// <summary>Reads a map header, or nothing when the header itself is cut; the count is not compared with the bytes left.</summary>
    public bool TryReadMapHeader(out int count)
    {
        var complete = TryReadMapCount(out var declared);
        count = checked((int)declared);
        return complete;
    }

    /// <summary>Reads an extension header, or nothing when the header itself is cut; the length is not compared with the bytes left.</summary>
    public bool TryReadExtensionFormatHeader(out ExtensionHeader extensionHeader)
    {
        extensionHeader = default;
        if (End)
            return false;

        var code = NextCode;
        var lengthSize = code switch
        {
            >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16 => 0,
            MessagePackCode.Ext8 => 1,
            MessagePackCode.Ext16 => 2,
            MessagePackCode.Ext32 => 4,
            _ => throw Unexpected(code, "an extension"),
        };
        if (Remaining < lengthSize + 2)
            return false;

        var declared = TakeOperand(lengthSize);
        var length = lengthSize == 0 ? 1u << (code - MessagePackCode.FixExt1) : (uint)declared;
        extensionHeader = new ExtensionHeader(unchecked((sbyte)TakePayload(1)), length);
        return true;
    }

    private bool TryReadArrayCount(out uint count)
    {
        count = 0;
        if (End)
            return false;

        var code = NextCode;
        switch (code)
        {
            case >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray:
                Advance(1);
                count = (uint)code - MessagePackCode.MinFixArray;
                return true;
            case MessagePackCode.Array16:
                return TryTakeCount(2, out count);
            case MessagePackCode.Array32:
                return TryTakeCount(4, out count);
            default:
                throw Unexpected(code, "an array");
        }
    }

    private bool TryReadMapCount(out uint count)
    {
        count = 0;
        if (End)
            return false;

        var code = NextCode;
        switch (code)
        {
            case >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap:
                Advance(1);
                count = (uint)code - MessagePackCode.MinFixMap;
                return true;
            case MessagePackCode.Map16:
                return TryTakeCount(2, out count);
            case MessagePackCode.Map32:
                return TryTakeCount(4, out count);
            default:
                throw Unexpected(code, "a map");
        }
    }

    private bool TryTakeCount(int size, out uint count)
    {
        var complete = TryTakeOperand(size, out var operand);
        count = (uint)operand;
        return complete;
    }
}
