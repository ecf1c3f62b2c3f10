using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue;

/// <summary>Makes the configured formats those of the whole process: of OpenTelemetry code, of legacy code, of HttpClient and of web hosts.</summary>
internal sealed class PropagationInstall
{
    private readonly TextMapPropagator _textMap;
    private readonly TextMapPropagator _textMapBefore;
    private readonly DistributedContextPropagator _http;
    private readonly DistributedContextPropagator _httpBefore;

    private PropagationInstall(PropagationSettings settings)
    {
        var composite = settings.Create();
        // Names the SDK first, since loading it sets a default of its own.
        _ = Sdk.SuppressInstrumentation;
        _textMap = composite;
        _textMapBefore = Propagators.DefaultTextMapPropagator;
        _http = new HttpPropagator(composite, settings.PropagateTo, settings.PropagateBaggageTo) { IsSuppressed = static () => Sdk.SuppressInstrumentation };
        _httpBefore = DistributedContextPropagator.Current;
        Sdk.SetDefaultTextMapPropagator(composite);
        DistributedContextPropagator.Current = _http;
    }

    internal static PropagationInstall Install(PropagationSettings settings)
    {
        if (DistributedContextPropagator.Current is not HttpPropagator && HttpIsInUse())
        {
            Misuse.Report("propagator_late", "Propagation was installed after an HttpClient or a web host was in use, which keep the propagator they found; install it first.");
        }

        return new PropagationInstall(settings);
    }

    /// <summary>Puts back what was in force before, unless somebody else has changed it since.</summary>
    internal void Undo()
    {
        if (ReferenceEquals(Propagators.DefaultTextMapPropagator, _textMap)) Sdk.SetDefaultTextMapPropagator(_textMapBefore);
        if (ReferenceEquals(DistributedContextPropagator.Current, _http)) DistributedContextPropagator.Current = _httpBefore;
    }

    // Each makes its activity source when it is first used; a listener is told of those that there are.
    private static bool HttpIsInUse()
    {
        var inUse = false;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source =>
            {
                inUse |= source.Name is "System.Net.Http" or "Microsoft.AspNetCore";
                return false;
            },
        };
        ActivitySource.AddActivityListener(listener);
        return inUse;
    }
}
