using System.Diagnostics;
using OpenTelemetry;
using Segue.Shim.Properties.Model;

namespace Segue.Shim.Properties;

/// <summary>What each step does to the subject and to the model.</summary>
internal sealed partial class Interpreter
{
    private void Start(Flow flow, Step step, Activity? left, bool activate)
    {
        var name = "s" + _names++;
        var builder = subject.Build(name);
        var parent = Layer.ImplicitParentOf(flow.Top);
        var baggage = Layer.ActiveOf(flow.Top) is { IsNative: false, Span: { } active } ? active.Baggage : null;
        if (step.Option % 6 == 0)
        {
            builder = builder.IgnoreActiveSpan();
            parent = null;
            left = null;
            baggage = [];
        }
        else if (step.Option % 6 == 1 && _world.Spans.Count > 0)
        {
            var reference = _world.Spans[step.Target % _world.Spans.Count];
            builder = builder.AsChildOf(reference.Span);
            parent = reference.Identity;
            left = null;
            baggage = reference.Baggage;
        }

        listening.LastStarted = null;
        var finish = step.Option % 4 != 3;
        var scope = activate ? subject.StartActive(builder, finish) : null;
        var span = scope is not null ? scope.Span : subject.Start(builder);
        var activity = listening.LastStarted;
        if (!flow.IsLost) parent = _world.CheckParent(span, activity, parent, left);
        else parent = _world.ById(activity?.ParentSpanId.ToHexString() ?? span.Context.SpanId);
        if (baggage is not null && !flow.IsLost && !(flow.ClosedByAnother && Gaps.BaggageAfterDisposalByAnotherFlow)) World.CheckBaggage(span, baggage);
        var model = _world.Add(new ModelSpan(name)
        {
            Activity = activity,
            Span = span,
            Parent = _world.Of(activity?.Parent),
            PassesOn = parent,
            Baggage = span.Context.GetBaggageItems().ToDictionary(item => item.Key, item => item.Value),
        });
        if (scope is not null) Push(flow, new Layer(flow.Top, model, isNative: false) { Scope = scope, FinishOnDispose = finish });
    }

    private void Activate(Flow flow, ModelSpan? span, bool finish)
    {
        var layer = new Layer(flow.Top, span, isNative: false) { FinishOnDispose = finish };
        layer.Scope = subject.Activate(span?.Span, finish);
        if (!ReferenceEquals(layer.Scope.Span, span?.Span)) throw new SegueMismatchException("the scope's span is not the activated one");
        Push(flow, layer);
    }

    private void Push(Flow flow, Layer layer)
    {
        if (Gaps.OpenedOverAScopeWhoseOuterIsDisposed && Layer.InnermostScopeOf(layer.Below) is { } open && HasDisposedOuter(open))
        {
            // Forks share the scope.
            foreach (var other in _world.Flows.Where(other => Layer.Contains(other.Top, open))) other.IsLost = true;
        }

        flow.Top = layer;
        _world.Scopes.Add(layer);
    }

    private static bool HasDisposedOuter(Layer layer)
    {
        var outer = layer.Below;
        while (outer is { IsNative: true }) outer = outer.Below;
        return outer is { IsDisposed: true };
    }

    private void Dispose(Flow flow, Layer layer)
    {
        var othersStandOnIt = _world.Flows.Any(other => other != flow && Layer.Contains(other.Top, layer));
        if (!layer.IsDisposed && !layer.FinishOnDispose && layer.Span is { IsRunning: true } && (othersStandOnIt || !Layer.Contains(flow.Top, layer))) return;

        var isUnderLight = layer.Span is { IsRunning: true } && Layer.HasLightAbove(flow.Top, layer);
        var isInnermost = Layer.InnermostScopeOf(flow.Top) == layer;
        subject.Dispose(layer.Scope!);
        if (Layer.Contains(flow.Bottom, layer)) flow.TouchedInherited = true;
        if (layer.IsDisposed) return;
        foreach (var other in _world.Flows)
        {
            if (other == flow || !Layer.Contains(other.Top, layer)) continue;
            other.ClosedByAnother = true;
            other.IsLost |= Gaps.AnythingDoneByAnotherFlow;
            // What was taken for what runs around its finished span stays when the scope goes.
            if (Gaps.WhatRunsAroundASpanFinishedElsewhere && layer.Span?.NearestRunning() != Layer.CurrentOf(layer.Below)) other.IsLost |= layer.Span is { IsRunning: false };
        }

        // Finished first, so that those whose current span it is are seen.
        var stoodOnIt = _world.Flows.Where(other => other != flow && Layer.CurrentOf(other.Top) is { } its && its == layer.Span).ToList();
        layer.IsDisposed = true;
        if (layer is { FinishOnDispose: true, Span: { } span }) _world.Finished(flow, span);
        foreach (var other in stoodOnIt)
        {
            World.Left(other, layer.Span);
            if (Gaps.ScopeDisposedUnderALightOne && Layer.ActiveOf(other.Top) is { IsLight: true } && Layer.CurrentOf(other.Top) != Layer.CurrentOf(layer.Below)) other.IsLost = true;
        }

        if (Gaps.ScopeDisposedUnderALightOne && isUnderLight && layer.Span!.NearestRunning() != Layer.CurrentOf(layer.Below)) flow.IsLost = true;
        if (!isInnermost) return;
        // Whatever native code left above it gives way.
        flow.Top = layer.Below;
        flow.DropTo();
    }

    private void Finish(Flow flow, ModelSpan span)
    {
        subject.Finish(span.Span!);
        _world.Finished(flow, span);
    }

    private void SetBaggage(Flow flow, Step step)
    {
        var active = Layer.ActiveOf(flow.Top);
        var span = active is { IsNative: false, Span: { } its } && step.Option % 3 != 0 ? its : _world.Spans[step.Target % _world.Spans.Count];
        var key = "k" + (step.Target % 3);
        var value = step.Option % 7 == 0 ? null : "v" + step.Target;
        span.Span!.SetBaggageItem(key, value!);
        if (span.IsFinished) return;
        if (value is null) span.Baggage.Remove(key);
        else span.Baggage[key] = value;
        World.CheckBaggage(span.Span, span.Baggage);
        if (active is null || active.IsNative || active.Span != span) return;
        // Forks of one activation share what is shown for it.
        foreach (var other in _world.Flows.Where(other => Layer.Contains(other.Bottom, span))) other.TouchedInherited = true;
        if (!flow.IsLost && Baggage.GetBaggage(key) != value) throw new SegueMismatchException($"{key} is {Baggage.GetBaggage(key)} in the ambient baggage, expected {value}");
        if (Layer.Contains(flow.Bottom, active)) flow.TouchedInherited = true;
    }

    private void StartNative(Flow flow)
    {
        var before = Activity.Current;
        var expected = Layer.CurrentOf(flow.Top)?.Activity;
        if (subject.StartNative("n" + _names++) is not { } activity) return;
        // From a stopped one that others left behind the platform goes on by itself.
        if (!flow.IsLost && before is not { IsStopped: true } && activity.ParentSpanId != (expected?.SpanId ?? default)) throw new SegueMismatchException("a native span has another parent than what was current");
        var span = _world.Add(new ModelSpan(activity.DisplayName) { Activity = activity, Parent = _world.Of(activity.Parent), Previous = _world.Of(before) });
        flow.Top = new Layer(flow.Top, span, isNative: true);
    }

    private static bool CanStop(Layer native) =>
        ReferenceEquals(Activity.Current, native.Span!.Activity) && (native.Span.Previous is not { IsRunning: true } previous || previous == Layer.CurrentOf(native.Below));
}
