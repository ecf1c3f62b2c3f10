namespace Segue;

/// <summary>Whether the spans that ASP.NET Core and HttpClient make of themselves are recorded.</summary>
public enum FrameworkSpans
{
    /// <summary>Recorded, unless OpenTracing.Contrib.NetCore is loaded and already traces requests, or a provider or listener samples them when <see cref="SegueTracing.Start"/> is called.</summary>
    /// <remarks>Instrumentation that is loaded later is counted (<c>legacy_instrumentation_late</c>) and said: its spans then stand beside the framework's, and <see cref="Off"/> is to be set.</remarks>
    Auto,

    /// <summary>Recorded.</summary>
    On,

    /// <summary>Not recorded.</summary>
    Off,
}
