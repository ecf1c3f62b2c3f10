using OpenTracing;
using OpenTracing.Propagation;

namespace Segue.Shim.Testing;

/// <summary>A shim whose builders tell a recorder what they start.</summary>
internal sealed class RecordingTracer(OpenTracingShim shim, ShimRecorder recorder) : ITracer
{
    public IScopeManager ScopeManager => shim.ScopeManager;

    public OpenTracing.ISpan ActiveSpan => shim.ActiveSpan;

    public ISpanBuilder BuildSpan(string operationName) => new RecordingSpanBuilder(shim.BuildSpan(operationName), recorder);

    public void Inject<TCarrier>(OpenTracing.ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier) => shim.Inject(spanContext, format, carrier);

    public OpenTracing.ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier) => shim.Extract(format, carrier);

    // The shim's own, by which a registration finds that it is in place already.
    public override string ToString() => shim.ToString();
}
