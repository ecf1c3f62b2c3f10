using System.Buffers;

namespace MessagePack;

/// <summary>An extension value: its type code and a view of its payload.</summary>
internal readonly struct ExtensionResult
{
    public ExtensionResult(sbyte typeCode, Memory<byte> data)
        : this(typeCode, new ReadOnlySequence<byte>(data))
    {
    }

    public ExtensionResult(sbyte typeCode, ReadOnlySequence<byte> data)
    {
        TypeCode = typeCode;
        Data = data;
    }

    public sbyte TypeCode { get; }

    /// <summary>The payload; shares memory with whatever it was read from.</summary>
    public ReadOnlySequence<byte> Data { get; }

    public ExtensionHeader Header => new(TypeCode, checked((uint)Data.Length));
}
