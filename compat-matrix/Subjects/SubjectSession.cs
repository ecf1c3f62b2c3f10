using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using OpenTracing;

namespace Segue.CompatMatrix.Subjects;

/// <summary>A tracer set up for one case, and what it has finished so far.</summary>
internal abstract class SubjectSession : IDisposable
{
    /// <summary>Name of the source that cases use as code which knows nothing of OpenTracing.</summary>
    internal const string NativeSourceName = "Matrix.Native";

    internal static readonly ActivitySource NativeSource = new(NativeSourceName);

    internal abstract ITracer Tracer { get; }

    internal abstract IReadOnlyList<SpanView> Finished { get; }

    /// <summary>Makes a second tracer from the same provider, with a propagator for each text format.</summary>
    internal virtual ITracer CreateTracer(TextMapPropagator? textMap, TextMapPropagator? httpHeaders) =>
        throw new CaseFailure("no tracer can be made from a provider and propagators");

    /// <summary>Makes a tracer that closes its provider when it is disposed, or leaves that to others.</summary>
    internal virtual ITracer CreateOwner(OpenTelemetry.Trace.TracerProvider provider, bool ownsProvider) =>
        throw new CaseFailure("no tracer can be made that owns its provider");

    public abstract void Dispose();
}
