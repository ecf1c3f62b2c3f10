using System.Diagnostics;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue;

/// <summary>Starts native spans.</summary>
/// <remarks>
/// <para>Its spans nest with those of <see cref="ActivitySource"/>, OpenTelemetry's tracer and the OpenTracing shim, in both directions.</para>
/// <para>Errors: nothing is thrown; a <see langword="null"/> operation name is recorded as an empty one.</para>
/// <para>Threads and cost: safe from any thread; while nobody records <see cref="ActivitySourceName"/> a span is only the identity that it passes on.</para>
/// </remarks>
public sealed class Tracer
{
    /// <summary>Name of the activity source, to be given to <c>AddSource</c> where <c>AddSegue</c> is not used.</summary>
    public const string ActivitySourceName = "Segue";

    private static readonly ActivitySource _source = new(ActivitySourceName, typeof(Tracer).Assembly.GetName().Version?.ToString(3));

    private static int _saidNobodyListens;

    private Tracer()
    {
    }

    /// <summary>The tracer of this process.</summary>
    public static Tracer Instance { get; } = new();

    /// <summary>The active scope of the calling flow.</summary>
    /// <value>The very object that was opened; over a span of another API one that shows it and whose closing does nothing; <see langword="null"/> when nothing is active.</value>
    public IScope? ActiveScope
    {
        get
        {
            var scope = AmbientSpan.Active;
            if (scope is NativeScope native) return native;
            if (scope is { Activity: null }) return new ForeignScope(new NativeSpan(null, scope.SpanContext, scope.Baggage));
            var activity = scope?.Activity ?? AmbientSpan.Running;
            return activity is null ? null : new ForeignScope(new NativeSpan(activity, AmbientBaggage.Read()));
        }
    }

    /// <summary>Starts a span and makes it active until the scope is closed.</summary>
    /// <param name="operationName">Name of the operation, e.g. <c>web.request</c>.</param>
    /// <returns>The scope.</returns>
    public IScope StartActive(string operationName) => StartActive(operationName, null!);

    /// <summary>Starts a span and makes it active until the scope is closed.</summary>
    /// <param name="operationName">Name of the operation.</param>
    /// <param name="settings">Parent, times and kind; <see langword="null"/> is the default of each.</param>
    /// <returns>The scope.</returns>
    public IScope StartActive(string operationName, SpanCreationSettings settings)
    {
        AmbientSpan.Capture(out var flow);
        var scope = new NativeScope(StartIn(operationName, settings, flow), settings?.FinishOnClose ?? true);
        AmbientSpan.Open(scope, flow, scope.Activity);
        return scope;
    }

    /// <summary>Starts a span without making it active.</summary>
    /// <param name="operationName">Name of the operation.</param>
    /// <param name="settings">Parent, times and kind; <see langword="null"/> is the default of each.</param>
    /// <returns>The span, to be finished by the caller.</returns>
    public ISpan StartSpan(string operationName, SpanCreationSettings? settings = null)
    {
        if (!_source.HasListeners()) return StartIn(operationName, settings, AmbientSpan.Capture());
        var start = new DetachedStart { OperationName = operationName, Settings = settings };
        AmbientSpan.RunDetached(DetachedStart.Run, start);
        return start.Span!;
    }

    private static NativeSpan StartIn(string operationName, SpanCreationSettings? settings, in AmbientFlow flow)
    {
        operationName ??= "";
        var parent = settings?.Parent is null ? null : SpanContext.From(settings.Parent);
        Baggage baggage = parent is null ? AmbientBaggage.Read(flow) : parent.Baggage;
        var debug = parent is null || SpanStart.IsValid(parent.Identity) ? null : DebugId.Take(ref baggage);
        var start = new SpanStart(
            operationName,
            parent is null ? ParentMode.Ambient : ParentMode.Explicit,
            parent?.AsParent ?? default,
            settings?.Kind ?? ActivityKind.Internal,
            debug is null ? null : [new(Tags.SamplingPriority, 1), new(DebugId.Key, debug)],
            parent?.Links is { } named ? [.. settings!.Links ?? [], .. named] : settings?.Links,
            settings?.StartTime?.ToUniversalTime() ?? default);
        var listened = _source.HasListeners();
        var activity = listened ? AmbientSpan.Start(_source, start, flow) : null;
        if (!listened && Volatile.Read(ref _saidNobodyListens) == 0 && Interlocked.Exchange(ref _saidNobodyListens, 1) == 0) SegueEventSource.Log.NobodyListens(ActivitySourceName);
        if (debug is not null && activity is not null) LocalTrace.Decide(activity, SamplingPriority.UserKeep);
        return activity is null ? new NativeSpan(operationName, AmbientSpan.ParentContext(start, flow), baggage) : new NativeSpan(activity, baggage);
    }

    private sealed class DetachedStart
    {
        internal static readonly ContextCallback Run = static state =>
        {
            var start = (DetachedStart)state!;
            start.Span = StartIn(start.OperationName, start.Settings, AmbientSpan.Capture());
        };

        internal string OperationName = "";
        internal SpanCreationSettings? Settings;
        internal NativeSpan? Span;
    }
}
