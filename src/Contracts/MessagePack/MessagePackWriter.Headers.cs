namespace MessagePack;

// c0 nil | c2 false | c3 true | ca float32 | cb float64
// 8n fixmap | 9n fixarray | dc array16 | dd array32 | de map16 | df map32
// c4 bin8 | c5 bin16 | c6 bin32
internal ref partial struct MessagePackWriter
{
    public void WriteNil() => PutByte(MessagePackCode.Nil);

    public void Write(bool value) => PutByte(value ? MessagePackCode.True : MessagePackCode.False);

    public void Write(float value) => Put32(MessagePackCode.Float32, SingleBits.From(value));

    public void Write(double value) => Put64(MessagePackCode.Float64, unchecked((ulong)BitConverter.DoubleToInt64Bits(value)));

    /// <summary>Announces <paramref name="count"/> values, which the caller writes next.</summary>
    public void WriteArrayHeader(int count) => WriteArrayHeader(checked((uint)count));

    /// <inheritdoc cref="WriteArrayHeader(int)"/>
    public void WriteArrayHeader(uint count)
    {
        if (count <= MessagePackRange.MaxFixArrayCount)
            PutByte((byte)(MessagePackCode.MinFixArray | count));
        else if (count <= ushort.MaxValue)
            Put16(MessagePackCode.Array16, (ushort)count);
        else
            Put32(MessagePackCode.Array32, count);
    }

    /// <summary>Announces <paramref name="count"/> pairs, which the caller writes next, key before value.</summary>
    public void WriteMapHeader(int count) => WriteMapHeader(checked((uint)count));

    /// <inheritdoc cref="WriteMapHeader(int)"/>
    public void WriteMapHeader(uint count)
    {
        if (count <= MessagePackRange.MaxFixMapCount)
            PutByte((byte)(MessagePackCode.MinFixMap | count));
        else if (count <= ushort.MaxValue)
            Put16(MessagePackCode.Map16, (ushort)count);
        else
            Put32(MessagePackCode.Map32, count);
    }

    /// <summary>Announces <paramref name="length"/> raw bytes, which the caller writes next.</summary>
    public void WriteBinHeader(int length)
    {
        var size = checked((uint)length);
        if (size <= byte.MaxValue)
        {
            var target = Take(2);
            target[1] = (byte)size;
            target[0] = MessagePackCode.Bin8;
        }
        else if (size <= ushort.MaxValue)
        {
            Put16(MessagePackCode.Bin16, (ushort)size);
        }
        else
        {
            Put32(MessagePackCode.Bin32, size);
        }
    }
}
