using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif
using System.Text;

namespace MessagePack;

// an fixstr, n <= 31 bytes | d9 str8 | da str16 | db str32
internal ref partial struct MessagePackWriter
{
    /// <summary>Writes text as UTF-8, or nil for <see langword="null"/>; a lone surrogate becomes U+FFFD.</summary>
    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            WriteText(value);
    }

    /// <summary>Announces <paramref name="byteCount"/> bytes of UTF-8, which the caller writes next.</summary>
    public void WriteStringHeader(int byteCount) => PutStringHeader(Take(StringHeaderSize(checked((uint)byteCount))), byteCount);

    /// <summary>Writes text that already is UTF-8; it is not checked.</summary>
    // Inlined, so that a short literal becomes a few moves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteString(ReadOnlySpan<byte> utf8stringBytes)
    {
        if (utf8stringBytes.Length > MessagePackRange.MaxFixStringLength)
        {
            WriteLongString(utf8stringBytes);
            return;
        }

        var target = Take(1 + utf8stringBytes.Length);
        target[0] = (byte)(MessagePackCode.MinFixStr | utf8stringBytes.Length);
        utf8stringBytes.CopyTo(target.Slice(1));
    }

    /// <inheritdoc cref="WriteString(ReadOnlySpan{byte})"/>
    public void WriteString(in ReadOnlySequence<byte> utf8stringBytes)
    {
        WriteStringHeader(checked((int)utf8stringBytes.Length));
        WriteRaw(utf8stringBytes);
    }

    private void WriteLongString(ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        Append(utf8stringBytes);
    }

    private static int StringHeaderSize(uint byteCount) => byteCount switch
    {
        <= MessagePackRange.MaxFixStringLength => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => 5,
    };

    /// <summary>Fills a span whose length was chosen by <see cref="StringHeaderSize"/>.</summary>
    private static void PutStringHeader(Span<byte> target, int byteCount)
    {
        switch (target.Length)
        {
            case 1:
                target[0] = (byte)(MessagePackCode.MinFixStr | byteCount);
                break;
            case 2:
                target[1] = (byte)byteCount;
                target[0] = MessagePackCode.Str8;
                break;
            case 3:
                target[0] = MessagePackCode.Str16;
                BinaryPrimitives.WriteUInt16BigEndian(target.Slice(1), (ushort)byteCount);
                break;
            default:
                target[0] = MessagePackCode.Str32;
                BinaryPrimitives.WriteInt32BigEndian(target.Slice(1), byteCount);
                break;
        }
    }

#if NET8_0_OR_GREATER
    // Text that is asked room for as if it took its most.
    private const int ShortText = 256;

    // Text that is narrowed here.
    private const int InlineText = 64;

    /// <summary>Writes text as UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void Write(scoped ReadOnlySpan<char> value) => WriteText(value);

    private void WriteText(scoped ReadOnlySpan<char> value)
    {
        // UTF-16 code units take at most 3 bytes each, a header at most 5.
        var most = (value.Length * 3L) + 5;
        if (_span.Length - _used < most)
        {
            if (value.Length > ShortText)
            {
                WriteTextMeasured(value);
                return;
            }

            Grow((int)most);
        }

        WriteTextInPlace(value);
    }

    private void WriteTextInPlace(scoped ReadOnlySpan<char> value)
    {
        // The header is guessed as for ASCII; the text moves up when more bytes came out.
        var target = _span.Slice(_used);
        var guessed = StringHeaderSize((uint)value.Length);
        // Nearly all text is ASCII, which needs no look at surrogates.
        var written = value.Length;
        if (written <= InlineText ? TryNarrow(value, target.Slice(guessed)) : Ascii.FromUtf16(value, target.Slice(guessed), out written) == OperationStatus.Done)
        {
            if (guessed == 1) target[0] = (byte)(MessagePackCode.MinFixStr | written);
            else PutStringHeader(target.Slice(0, guessed), written);
            _used += guessed + written;
            return;
        }

        var byteCount = Encoding.UTF8.GetBytes(value, target.Slice(guessed));
        var headerSize = StringHeaderSize((uint)byteCount);
        if (headerSize != guessed)
            target.Slice(guessed, byteCount).CopyTo(target.Slice(headerSize));
        PutStringHeader(target.Slice(0, headerSize), byteCount);
        _used += headerSize + byteCount;
    }

    // Eight characters at a time, the last ones with some of those before them: a call takes longer than short text.
    private static bool TryNarrow(ReadOnlySpan<char> value, Span<byte> target)
    {
        if (value.Length < Vector128<ushort>.Count) return TryNarrowFew(value, target);
        var source = MemoryMarshal.Cast<char, ushort>(value);
        var all = Vector128<ushort>.Zero;
        for (var at = 0; at < source.Length; at += Vector128<ushort>.Count)
        {
            var from = Math.Min(at, source.Length - Vector128<ushort>.Count);
            var eight = Vector128.Create(source.Slice(from));
            all |= eight;
            Vector128.Narrow(eight, eight).GetLower().CopyTo(target.Slice(from));
        }

        return (all & Vector128.Create<ushort>(0xFF80)) == Vector128<ushort>.Zero;
    }

    private static bool TryNarrowFew(ReadOnlySpan<char> value, Span<byte> target)
    {
        var all = 0;
        for (var i = 0; i < value.Length; i++)
        {
            all |= value[i];
            target[i] = (byte)value[i];
        }

        return all < 0x80;
    }

    private void WriteTextMeasured(scoped ReadOnlySpan<char> value)
    {
        var byteCount = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(byteCount);
        Encoding.UTF8.GetBytes(value, Take(byteCount));
    }
#else
    /// <summary>Writes text as UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public void Write(scoped ReadOnlySpan<char> value)
    {
        var chars = ArrayPool<char>.Shared.Rent(value.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        value.CopyTo(chars);
        AppendText(bytes, Encoding.UTF8.GetBytes(chars, 0, value.Length, bytes, 0));
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(chars);
    }

    private void WriteText(string value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        AppendText(bytes, Encoding.UTF8.GetBytes(value, 0, value.Length, bytes, 0));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void AppendText(byte[] bytes, int byteCount)
    {
        WriteStringHeader(byteCount);
        Append(bytes.AsSpan(0, byteCount));
    }
#endif
}
