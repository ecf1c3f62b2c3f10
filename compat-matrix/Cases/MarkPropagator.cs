using System.Diagnostics;
using OpenTelemetry.Context.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>Writes one header of the given name, and reads only that, so that a case sees which propagator was asked.</summary>
internal sealed class MarkPropagator(string name) : TextMapPropagator
{
    public override ISet<string> Fields { get; } = new HashSet<string> { name };

    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) => setter(carrier, name, "1");

    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter)
    {
        if (getter(carrier, name) is not { } values || !values.Any()) return context;
        ActivityContext.TryParse(World.RemoteParent, null, isRemote: true, out var remote);
        return new PropagationContext(remote, context.Baggage);
    }
}
