namespace MessagePack;

/// <summary>The result of reading nil; every instance is equal.</summary>
internal readonly struct Nil : IEquatable<Nil>
{
#pragma warning disable CS0649 // The type has one value, and it is the default one.
    public static readonly Nil Default;
#pragma warning restore CS0649

    public static bool operator ==(Nil left, Nil right) => true;

    public static bool operator !=(Nil left, Nil right) => false;

    public bool Equals(Nil other) => true;

    public override bool Equals(object? obj) => obj is Nil;

    public override int GetHashCode() => 0;

    public override string ToString() => "()";
}
