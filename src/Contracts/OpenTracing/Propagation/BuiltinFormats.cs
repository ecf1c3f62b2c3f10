namespace OpenTracing.Propagation;

/// <summary>Lists the formats that every tracer is expected to know.</summary>
public static class BuiltinFormats
{
    /// <summary>A context as bytes whose layout the tracer chooses.</summary>
    public static readonly IFormat<IBinary> Binary = new Builtin<IBinary>("BINARY");

    /// <summary>A context as text entries that are safe to send as HTTP headers.</summary>
    public static readonly IFormat<ITextMap> HttpHeaders = new Builtin<ITextMap>("HTTP_HEADERS");

    /// <summary>A context as text entries with any characters.</summary>
    public static readonly IFormat<ITextMap> TextMap = new Builtin<ITextMap>("TEXT_MAP");

    private readonly struct Builtin<TCarrier>(string name) : IFormat<TCarrier>, IEquatable<Builtin<TCarrier>>
    {
        private readonly string _name = name;

        public bool Equals(Builtin<TCarrier> other) => string.Equals(_name, other._name, StringComparison.Ordinal);

        public override bool Equals(object obj) => obj is Builtin<TCarrier> other && Equals(other);

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_name ?? string.Empty);

        public override string ToString() => GetType().Name + "." + _name;
    }
}
