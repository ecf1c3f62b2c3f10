using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;

namespace Segue;

internal sealed class NativeScope(NativeSpan span, bool finishOnClose) : AmbientScope(span.Activity, finishOnClose), IScope
{
    public ISpan Span => span;

    public override ActivityContext SpanContext => span.Identity;

    public override Baggage Baggage => span.Baggage;

    public void Close() => AmbientSpan.Close(this);

    public void Dispose() => Close();

    protected internal override Activity? FinishSpan() => span.Activity is { IsStopped: false } activity ? activity : null;
}
