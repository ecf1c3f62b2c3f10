namespace OpenTracing.Mock;

/// <summary>Lists the propagators that a <see cref="MockTracer"/> can use.</summary>
public static class Propagators
{
    /// <summary>Writes ids, without baggage, as bytes.</summary>
    public static readonly IPropagator Binary = new BinaryPropagator();

    /// <summary>Prints what would be injected or extracted.</summary>
    public static readonly IPropagator Console = new ConsolePropagator();

    /// <summary>Writes ids and baggage as text entries.</summary>
    public static readonly IPropagator TextMap = new TextMapPropagator();
}
