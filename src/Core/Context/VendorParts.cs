namespace Segue.Context;

/// <summary>Writes <c>{key}:{value}</c> parts, separated by <c>;</c>, as far as they fit.</summary>
internal ref struct VendorParts(Span<char> buffer)
{
    private readonly Span<char> _buffer = buffer;

    /// <summary>Number of characters written.</summary>
    internal int Length { get; private set; }

    /// <summary>Whether every part fitted.</summary>
    internal bool Complete { get; private set; } = true;

    /// <summary>Adds a part that is encoded already; an empty value is no part.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="reserved">Characters that must stay free for what has to follow.</param>
    internal void Add(scoped ReadOnlySpan<char> key, scoped ReadOnlySpan<char> value, int reserved = 0)
    {
        if (value.IsEmpty || !TryOpen(key, value.Length, reserved)) return;
        value.CopyTo(_buffer.Slice(Length));
        Length += value.Length;
    }

    /// <summary>Adds a part whose key and value are plain text, to be encoded.</summary>
    /// <param name="prefix">Start of the key, written as it is.</param>
    /// <param name="key">The rest of the key.</param>
    /// <param name="value">The value.</param>
    internal void AddPlain(string prefix, scoped ReadOnlySpan<char> key, scoped ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || !TryOpen(prefix.AsSpan(), key.Length + value.Length, 0, key)) return;
        for (var i = 0; i < value.Length; i++) _buffer[Length++] = VendorState.EncodeValue(value[i]);
    }

    private bool TryOpen(scoped ReadOnlySpan<char> key, int following, int reserved, scoped ReadOnlySpan<char> plain = default)
    {
        var separator = Length == 0 ? 0 : 1;
        if (Length + separator + key.Length + 1 + following + reserved > _buffer.Length)
        {
            Complete = false;
            return false;
        }

        if (separator != 0) _buffer[Length++] = ';';
        key.CopyTo(_buffer.Slice(Length));
        Length += key.Length;
        foreach (var c in plain) _buffer[Length++] = VendorState.EncodeKey(c);
        _buffer[Length++] = ':';
        return true;
    }
}
