using System.Buffers.Text;
using MessagePack;

namespace Segue.Agent;

/// <summary>Writes the key of one item of an array: <c>{key}.{index}</c>.</summary>
internal static class ItemKey
{
    private const int IndexDigits = 10;

    internal static void Write(ref MessagePackWriter writer, string key, int index)
    {
        if (key.Length > Limits.KeyLength)
        {
            writer.Write(Limits.Cut(key, Limits.KeyLength));
            return;
        }

        Span<char> whole = stackalloc char[Limits.KeyLength + 1 + IndexDigits];
        key.AsSpan().CopyTo(whole);
        whole[key.Length] = '.';
        var length = key.Length + 1 + WriteIndex(index, whole.Slice(key.Length + 1));
        if (length <= Limits.KeyLength) writer.Write(whole.Slice(0, length));
        else writer.Write(Limits.Cut(whole.Slice(0, length).ToString(), Limits.KeyLength));
    }

    private static int WriteIndex(int index, Span<char> to)
    {
        Span<byte> digits = stackalloc byte[IndexDigits];
        Utf8Formatter.TryFormat(index, digits, out var length);
        for (var i = 0; i < length; i++) to[i] = (char)digits[i];
        return length;
    }
}
