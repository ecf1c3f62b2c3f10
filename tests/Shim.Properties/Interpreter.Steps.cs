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
        parent = _world.CheckParent(span, activity, parent, left);
        if (baggage is not null) World.CheckBaggage(span, baggage);
        var model = _world.Add(new ModelSpan(name)
        {
            Activity = activity,
            Span = span,
            Parent = _world.Of(activity?.Parent),
            PassesOn = parent,
            Baggage = span.Context.GetBaggageItems().ToDictionary(item => item.Key, item => item.Value),
        });
        Say(flow, $"{(activate ? "started active" : "started")} {model} under {parent}");
        if (scope is not null) Push(flow, new Layer(flow.Top, model, isNative: false) { Scope = scope, FinishOnDispose = finish });
    }

    private void Activate(Flow flow, ModelSpan? span, bool finish)
    {
        var layer = new Layer(flow.Top, span, isNative: false) { FinishOnDispose = finish };
        layer.Scope = subject.Activate(span?.Span, finish);
        if (!ReferenceEquals(layer.Scope.Span, span?.Span)) throw new SegueMismatchException("the scope's span is not the activated one");
        Say(flow, $"activated {span}");
        Push(flow, layer);
    }

    private void Push(Flow flow, Layer layer)
    {
        flow.Top = layer;
        _world.Scopes.Add(layer);
        Say(flow, $"scope {_world.Scopes.Count} {(layer.FinishOnDispose ? "" : "does not finish")}");
    }

    private void Dispose(Flow flow, Layer layer)
    {
        // No flow can change what is current in another: there a running span that this scope put there would run on, with no scope over it.
        var given = Layer.CurrentOf(layer);
        if (given is not null && !(layer.FinishOnDispose && given == layer.Span) && given != Layer.CurrentOf(layer.Below)
            && _world.Flows.Any(other => other != flow && Layer.Contains(other.Top, layer) && Layer.CurrentOf(other.Top) == given)) return;

        Say(flow, $"disposes scope {_world.Scopes.IndexOf(layer) + 1} of {layer.Span}");
        var isInnermost = Layer.InnermostScopeOf(flow.Top) == layer;
        subject.Dispose(layer.Scope!);
        if (layer.IsDisposed) return;
        foreach (var other in _world.Flows) other.IsInheritedChanged |= Layer.Contains(other.Bottom, layer);
        layer.IsDisposed = true;
        if (layer is { FinishOnDispose: true, Span: { } span }) span.IsFinished = true;
        if (!isInnermost) return;
        // Whatever native code left above it gives way.
        flow.Top = layer.Below;
        flow.DropTo();
    }

    private void Finish(Flow flow, ModelSpan span)
    {
        Say(flow, $"finishes {span}");
        subject.Finish(span.Span!);
        span.IsFinished = true;
    }

    private void SetBaggage(Flow flow, Step step)
    {
        var active = Layer.ActiveOf(flow.Top);
        var span = active is { IsNative: false, Span: { } its } && step.Option % 3 != 0 ? its : _world.Spans[step.Target % _world.Spans.Count];
        var key = "k" + (step.Target % 3);
        var value = step.Option % 7 == 0 ? null : "v" + step.Target;
        Say(flow, $"sets {key}={value} on {span}");
        span.Span!.SetBaggageItem(key, value!);
        if (span.IsFinished) return;
        if (value is null) span.Baggage.Remove(key);
        else span.Baggage[key] = value;
        World.CheckBaggage(span.Span, span.Baggage);
        if (active is null || active.IsNative || active.Span != span) return;
        // Forks of one activation share what is shown for it.
        foreach (var other in _world.Flows.Where(other => Layer.Contains(other.Bottom, span))) other.IsInheritedChanged = true;
        if (Baggage.GetBaggage(key) != value) throw new SegueMismatchException($"{key} is {Baggage.GetBaggage(key)} in the ambient baggage, expected {value}");
        if (Layer.Contains(flow.Bottom, active)) flow.IsInheritedChanged = true;
    }

    private void StartNative(Flow flow)
    {
        var before = Activity.Current;
        var expected = Layer.CurrentOf(flow.Top)?.Activity;
        if (subject.StartNative("n" + _names++) is not { } activity) return;
        // From a stopped one that others left behind the platform goes on by itself.
        if (before is not { IsStopped: true } && activity.ParentSpanId != (expected?.SpanId ?? default)) throw new SegueMismatchException("a native span has another parent than what was current");
        var span = _world.Add(new ModelSpan(activity.DisplayName) { Activity = activity, IsHidden = activity.Source.Name.Length == 0, Parent = _world.Of(activity.Parent), Previous = _world.Of(before) });
        flow.Top = new Layer(flow.Top, span, isNative: true);
        Say(flow, $"started native {span} under {span.Parent}");
    }

    private void Say(Flow flow, string what) => _said.Add(flow.Name + " " + what);

    private static bool CanStop(Layer native) =>
        ReferenceEquals(Activity.Current, native.Span!.Activity) && (native.Span.Previous is not { IsRunning: true } previous || previous == Layer.CurrentOf(native.Below));
}
