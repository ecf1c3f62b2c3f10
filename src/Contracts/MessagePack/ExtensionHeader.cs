namespace MessagePack;

/// <summary>The type code and payload length of an extension value.</summary>
internal readonly struct ExtensionHeader : IEquatable<ExtensionHeader>
{
    public ExtensionHeader(sbyte typeCode, uint length)
    {
        TypeCode = typeCode;
        Length = length;
    }

    public ExtensionHeader(sbyte typeCode, int length)
        : this(typeCode, checked((uint)length))
    {
    }

    public sbyte TypeCode { get; }

    /// <summary>Payload length in bytes, without the header.</summary>
    public uint Length { get; }

    public bool Equals(ExtensionHeader other) => TypeCode == other.TypeCode && Length == other.Length;

    public override bool Equals(object? obj) => obj is ExtensionHeader other && Equals(other);

    public override int GetHashCode() => unchecked(((int)Length * 397) ^ TypeCode);
}
