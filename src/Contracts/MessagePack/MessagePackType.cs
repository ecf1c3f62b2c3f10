namespace MessagePack;

/// <summary>The kinds of value that a first byte can announce.</summary>
internal enum MessagePackType : byte
{
    /// <summary>The one byte that the specification never assigns.</summary>
    Unknown = 0,

    /// <summary>Any integer form, signed or unsigned.</summary>
    Integer = 1,

    /// <summary>The absent value.</summary>
    Nil = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>Single or double precision.</summary>
    Float = 4,

    /// <summary>UTF-8 text.</summary>
    String = 5,

    /// <summary>Raw bytes.</summary>
    Binary = 6,

    /// <summary>A sequence of values.</summary>
    Array = 7,

    /// <summary>A sequence of key and value pairs.</summary>
    Map = 8,

    /// <summary>Bytes tagged with an application or reserved type code.</summary>
    Extension = 9,
}
