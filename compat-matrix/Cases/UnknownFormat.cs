using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>A carrier format that no tracer has heard of.</summary>
internal sealed class UnknownFormat : IFormat<string>
{
    public override string ToString() => "UNKNOWN";
}
