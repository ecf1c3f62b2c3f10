using System.Buffers;
using MessagePack;

namespace Segue.Contracts.MessagePack.Tests;

internal delegate void WriteAction(ref MessagePackWriter writer);

internal static class Encode
{
    public static byte[] ToBytes(WriteAction write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static string ToHex(WriteAction write) => Convert.ToHexStringLower(ToBytes(write));

    public static MessagePackReader ReaderOf(string hex) => new(Convert.FromHexString(hex));

    /// <summary>The header, then as many bytes as a test says, so that the declared length is there.</summary>
    public static MessagePackReader ReaderOf(string hex, int padding)
    {
        var header = Convert.FromHexString(hex);
        var bytes = new byte[header.Length + padding];
        header.CopyTo(bytes, 0);
        return new MessagePackReader(bytes);
    }
}
