using System.Diagnostics;
using Segue.TestKit;

namespace Segue.Shim.Properties;

/// <summary>What is driven. The methods can be overridden to break it on purpose.</summary>
internal class Subject
{
    protected OpenTracing.ITracer Tracer { get; } = new OpenTracingShim();

    internal OpenTracing.ISpanBuilder Build(string name) => Tracer.BuildSpan(name);

    internal virtual OpenTracing.ISpan Start(OpenTracing.ISpanBuilder builder) => builder.Start();

    internal virtual OpenTracing.IScope StartActive(OpenTracing.ISpanBuilder builder, bool finish) => builder.StartActive(finish);

    internal virtual OpenTracing.IScope Activate(OpenTracing.ISpan? span, bool finish) => Tracer.ScopeManager.Activate(span!, finish);

    internal virtual void Dispose(OpenTracing.IScope scope) => scope.Dispose();

    internal virtual void Finish(OpenTracing.ISpan span) => span.Finish();

    internal virtual OpenTracing.IScope? Active => Tracer.ScopeManager.Active;

    internal virtual OpenTracing.ISpan? ActiveSpan => Tracer.ActiveSpan;

    // Where nobody listens to its source, other code still has Activities of its own.
    internal virtual Activity? StartNative(string name) => Some.Source.HasListeners() ? Some.Source.StartActivity(name) : new Activity(name).Start();
}
