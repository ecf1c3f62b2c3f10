using System.Buffers;
using System.Buffers.Binary;

namespace MessagePack;

// c7 ext8 | c8 ext16 | c9 ext32, then length, type code, payload
// d4 fixext1 | d5 fixext2 | d6 fixext4 | d7 fixext8 | d8 fixext16, then type code, payload
internal ref partial struct MessagePackWriter
{
    // 0001-01-01 to 1970-01-01.
    private const long SecondsBeforeEpoch = 62_135_596_800;

    /// <summary>Writes raw bytes, or nil for <see langword="null"/>.</summary>
    public void Write(byte[]? src)
    {
        if (src is null)
            WriteNil();
        else
            Write(src.AsSpan());
    }

    /// <summary>Writes raw bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        Append(src);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public void Write(in ReadOnlySequence<byte> src)
    {
        WriteBinHeader(checked((int)src.Length));
        WriteRaw(src);
    }

    /// <summary>Announces an extension payload, which the caller writes next.</summary>
    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        var length = extensionHeader.Length;
        var typeCode = unchecked((byte)extensionHeader.TypeCode);
        var fixedCode = length switch
        {
            1 => MessagePackCode.FixExt1,
            2 => MessagePackCode.FixExt2,
            4 => MessagePackCode.FixExt4,
            8 => MessagePackCode.FixExt8,
            16 => MessagePackCode.FixExt16,
            _ => MessagePackCode.NeverUsed,
        };

        if (fixedCode != MessagePackCode.NeverUsed)
        {
            PutByte(fixedCode);
        }
        else if (length <= byte.MaxValue)
        {
            PutByte(MessagePackCode.Ext8);
            PutByte((byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            Put16(MessagePackCode.Ext16, (ushort)length);
        }
        else
        {
            Put32(MessagePackCode.Ext32, length);
        }

        PutByte(typeCode);
    }

    /// <summary>Writes an extension header and its payload.</summary>
    public void WriteExtensionFormat(ExtensionResult extensionData)
    {
        WriteExtensionFormatHeader(extensionData.Header);
        WriteRaw(extensionData.Data);
    }

    /// <summary>Writes an instant as the shortest timestamp extension; unspecified kinds count as UTC.</summary>
    public void Write(DateTime dateTime)
    {
        var ticks = dateTime.Kind == DateTimeKind.Local ? dateTime.ToUniversalTime().Ticks : dateTime.Ticks;
        var seconds = (ticks / TimeSpan.TicksPerSecond) - SecondsBeforeEpoch;
        var nanoseconds = (uint)(ticks % TimeSpan.TicksPerSecond) * 100;

        // 32 bits: seconds | 64 bits: 30 of nanoseconds, 34 of seconds | 96 bits: 32 of nanoseconds, 64 of signed seconds
        if (seconds is >= 0 and <= uint.MaxValue && nanoseconds == 0)
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 4));
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)seconds);
        }
        else if (seconds is >= 0 and < 1L << 34)
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 8));
            BinaryPrimitives.WriteUInt64BigEndian(Take(8), ((ulong)nanoseconds << 34) | (ulong)seconds);
        }
        else
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 12));
            var target = Take(12);
            BinaryPrimitives.WriteUInt32BigEndian(target, nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(target.Slice(4), seconds);
        }
    }
}
