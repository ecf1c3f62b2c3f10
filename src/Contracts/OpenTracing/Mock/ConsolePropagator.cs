using OpenTracing.Propagation;

namespace OpenTracing.Mock;

/// <summary>Prints every call and carries nothing.</summary>
public sealed class ConsolePropagator : IPropagator
{
    /// <summary>Prints the call.</summary>
    /// <remarks>The line has no closing parenthesis.</remarks>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="format">The format to print.</param>
    /// <param name="carrier">The carrier to print.</param>
    /// <returns>Always <see langword="null"/>.</returns>
    public MockSpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier)
    {
        Console.WriteLine($"Extract({format}, {carrier}");
        return null;
    }

    /// <summary>Prints the call.</summary>
    /// <remarks>The line has no closing parenthesis.</remarks>
    /// <typeparam name="TCarrier">The kind of carrier.</typeparam>
    /// <param name="context">The context to print.</param>
    /// <param name="format">The format to print.</param>
    /// <param name="carrier">The carrier to print.</param>
    public void Inject<TCarrier>(MockSpanContext context, IFormat<TCarrier> format, TCarrier carrier) =>
        Console.WriteLine($"Inject({context}, {format}, {carrier}");
}
