namespace Segue;

/// <summary>Whether the spans that ASP.NET Core and HttpClient make of themselves are recorded.</summary>
public enum FrameworkSpans
{
    /// <summary>Recorded, unless OpenTracing.Contrib.NetCore is loaded and already traces requests, or a provider or listener samples them when <see cref="SegueTracing.Start"/> is called.</summary>
    Auto,

    /// <summary>Recorded.</summary>
    On,

    /// <summary>Not recorded.</summary>
    Off,
}
