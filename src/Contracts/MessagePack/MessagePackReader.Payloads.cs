using System.Buffers;
using System.Text;

namespace MessagePack;

internal ref partial struct MessagePackReader
{
    /// <summary>Reads raw bytes in place, or <see langword="null"/> for nil.</summary>
    public ReadOnlySequence<byte>? ReadBytes() => TryReadNil() ? null : ReadRaw(ReadBinLength());

    /// <summary>Reads text, or <see langword="null"/> for nil; bytes that are not UTF-8 become U+FFFD.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
            return null;

        var length = ReadStringLength();
#if NET8_0_OR_GREATER
        if (length <= _span.Length - _index)
        {
            var text = Encoding.UTF8.GetString(_span.Slice(_index, length));
            Advance(length);
            return text;
        }
#endif

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        ReadRaw(length).CopyTo(bytes);
        var copied = Encoding.UTF8.GetString(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
        return copied;
    }

    /// <summary>Reads the UTF-8 bytes of text in place, or <see langword="null"/> for nil.</summary>
    public ReadOnlySequence<byte>? ReadStringSequence() => TryReadNil() ? null : ReadRaw(ReadStringLength());

    /// <summary>Reads the UTF-8 bytes of text that lies in one segment; passes nothing when it is nil or split.</summary>
    public bool TryReadStringSpan(out ReadOnlySpan<byte> span)
    {
        span = default;
        if (IsNil)
            return false;

        var ahead = this;
        var length = ahead.ReadStringLength();
        if (length > ahead._span.Length - ahead._index)
            return false;

        span = ahead._span.Slice(ahead._index, length);
        ahead.Advance(length);
        this = ahead;
        return true;
    }

    /// <summary>Reads an extension value, its payload in place.</summary>
    public ExtensionResult ReadExtensionFormat()
    {
        var header = ReadExtensionFormatHeader();
        return new ExtensionResult(header.TypeCode, ReadRaw(header.Length));
    }

    /// <summary>Passes the next value, with all that it contains, and gives its bytes in place.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        var ahead = this;
        ahead.Skip();
        return ReadRaw(ahead.Consumed - Consumed);
    }

    /// <summary>Passes a number of bytes, whatever they are, and gives them in place.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length)
    {
        if (length < 0)
            throw new ArgumentOutOfRangeException(nameof(length), length, "A length cannot be negative.");
        Require(length);
        var raw = _sequence.Slice(Position, length);
        Advance(length);
        return raw;
    }

    /// <summary>Passes the next value, with all that it contains.</summary>
    /// <remarks>
    /// <para>Threads and cost: no recursion, so nesting is limited by the data alone.</para>
    /// </remarks>
    public void Skip()
    {
        // Values still to pass. Each takes a byte at least, which bounds both the count and the loop.
        long pending = 1;
        while (pending > 0)
        {
            Require(pending);
            pending += SkipOne() - 1;
        }
    }

    /// <summary>Passes one value without what it contains; the result counts the values inside.</summary>
    private long SkipOne()
    {
        var code = NextCode;
        switch (MessagePackCode.ToMessagePackType(code))
        {
            case MessagePackType.Integer:
                ReadInteger(out _);
                return 0;
            case MessagePackType.Nil or MessagePackType.Boolean:
                Advance(1);
                return 0;
            case MessagePackType.Float:
                TakeOperand(code == MessagePackCode.Float32 ? 4 : 8);
                return 0;
            case MessagePackType.String:
                Advance(ReadStringLength());
                return 0;
            case MessagePackType.Binary:
                Advance(ReadBinLength());
                return 0;
            case MessagePackType.Extension:
                Advance(ReadExtensionFormatHeader().Length);
                return 0;
            case MessagePackType.Array:
                return ReadArrayHeader();
            case MessagePackType.Map:
                return 2L * ReadMapHeader();
            default:
                throw Unexpected(code, "a value");
        }
    }

    private int ReadStringLength()
    {
        var code = NextCode;
        var length = code switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => TakeOperand(0) + code - MessagePackCode.MinFixStr,
            MessagePackCode.Str8 => TakeOperand(1),
            MessagePackCode.Str16 => TakeOperand(2),
            MessagePackCode.Str32 => TakeOperand(4),
            _ => throw Unexpected(code, "text"),
        };
        Require((long)length);
        return checked((int)length);
    }

    private int ReadBinLength()
    {
        var code = NextCode;
        var length = code switch
        {
            MessagePackCode.Bin8 => TakeOperand(1),
            MessagePackCode.Bin16 => TakeOperand(2),
            MessagePackCode.Bin32 => TakeOperand(4),
            _ => throw Unexpected(code, "raw bytes"),
        };
        Require((long)length);
        return checked((int)length);
    }
}
