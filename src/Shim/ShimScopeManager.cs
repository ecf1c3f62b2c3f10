using OpenTracing;
using Segue.Context;

namespace Segue.Shim;

/// <summary>OpenTracing's view of the one ambient context.</summary>
internal sealed class ShimScopeManager : IScopeManager
{
    public OpenTracing.IScope Active
    {
        get
        {
            var scope = AmbientSpan.Active;
            if (scope is ShimScope shim) return shim;
            if (scope is OpenTracing.IScope adopted) return adopted;
            if (scope is { Activity: null }) return new ForeignScope(new ShimSpan(null, new GivenContext(scope.SpanContext, scope.Baggage)));
            var activity = scope?.Activity ?? AmbientSpan.Running;
            if (activity is not null) return new ForeignScope(new ShimSpan(activity, BaggageContext.Of(activity, AmbientBaggage.Read()), foreign: true));

            // Baggage alone is shown as a span that is not recorded, so that legacy code can read it.
            var baggage = OpenTelemetry.Baggage.Current;
            return baggage.Count == 0 ? null! : new ForeignScope(new ShimSpan(null, new GivenContext(default, baggage)));
        }
    }

    public OpenTracing.IScope Activate(OpenTracing.ISpan span, bool finishSpanOnDispose)
    {
        if (span is not null and not ShimSpan)
        {
            var adopted = AdoptedScope.Of(span, finishSpanOnDispose);
            AmbientSpan.Open(adopted);
            return adopted;
        }

        var scope = new ShimScope((ShimSpan?)span, finishSpanOnDispose);
        AmbientSpan.Open(scope);
        return scope;
    }
}
