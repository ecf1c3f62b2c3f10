using System.Diagnostics;
using OpenTelemetry;
using Segue.Shim.Properties.Model;

namespace Segue.Shim.Properties;

/// <summary>The model's state of one run, and the comparison of what is observed in a flow with it.</summary>
internal sealed class World
{
    private static readonly string _none = new('0', 16);

    private readonly Dictionary<Activity, ModelSpan> _byActivity = [];

    internal List<Flow> Flows { get; } = [];

    internal List<ModelSpan> Spans { get; } = [];

    internal List<Layer> Scopes { get; } = [];

    internal ModelSpan? Of(Activity? activity) => activity is null ? null : _byActivity.GetValueOrDefault(activity);

    internal ModelSpan? ById(string id) => _byActivity.Values.FirstOrDefault(known => known.Activity!.SpanId.ToHexString() == id);

    internal ModelSpan Add(ModelSpan span)
    {
        if (span.Activity is not null) _byActivity.Add(span.Activity, span);
        if (!Spans.Contains(span) && span.Span is not null) Spans.Add(span);
        return span;
    }

    /// <summary>Compares what is current and active in the calling flow with the model.</summary>
    /// <param name="subject">What is driven.</param>
    /// <param name="flow">The calling flow.</param>
    /// <param name="leftByOthers">A stopped Activity that may stay current: other flows can't change this one's, and the platform's own Stop restores what it likes.</param>
    internal void Check(Subject subject, Flow flow, Activity? leftByOthers)
    {
        var current = Activity.Current;
        var expected = Layer.CurrentOf(flow.Top, isSeen: true);
        var isLeft = current is { IsStopped: true } && ReferenceEquals(current, leftByOthers);
        if (!isLeft && current is { IsStopped: true }) throw new SegueMismatchException($"the stopped {Name(current)} was made current, expected {expected}");
        if (!isLeft && !ReferenceEquals(current, expected?.Activity)) throw new SegueMismatchException($"current is {Name(current)}, expected {expected}");

        var active = subject.Active;
        var activeSpan = subject.ActiveSpan;
        var layer = Layer.ActiveOf(flow.Top);
        if (layer is null)
        {
            // Baggage alone is shown as a span without ids.
            var isShown = Baggage.Current.Count > 0 ? IsNobody(active?.Span) && IsNobody(activeSpan) : active is null && activeSpan is null;
            if (!isShown) throw new SegueMismatchException($"active is {active}, expected nothing");
        }
        else if (layer.IsNative)
        {
            var id = layer.Span!.Activity!.SpanId.ToHexString();
            if (active?.Span?.Context.SpanId != id || activeSpan?.Context.SpanId != id || Scopes.Any(scope => ReferenceEquals(scope.Scope, active)))
                throw new SegueMismatchException($"active is {active}, expected a view of {layer.Span}");
        }
        else if (!ReferenceEquals(active, layer.Scope) || !ReferenceEquals(activeSpan, layer.Span?.Span))
        {
            throw new SegueMismatchException($"active is {active}, expected that of {layer.Span}");
        }
    }

    /// <summary>Checks whose child a started span is.</summary>
    /// <returns>The parent as observed.</returns>
    internal ModelSpan? CheckParent(OpenTracing.ISpan span, Activity? activity, ModelSpan? expected, Activity? left)
    {
        var id = activity is not null ? activity.ParentSpanId.ToHexString() : span.Context.SpanId;
        if (id == (expected?.Activity!.SpanId.ToHexString() ?? _none))
        {
            if (expected is not null && span.Context.TraceId != expected.Activity!.TraceId.ToHexString()) throw new SegueMismatchException("a child is in another trace");
            return expected;
        }

        // Everything around is gone: the rulings leave open whether the trace goes on from what others left behind or a new one begins.
        if (expected is null && left?.SpanId.ToHexString() == id) return ById(id);
        throw new SegueMismatchException($"the parent is {id}, expected {expected} {expected?.Activity!.SpanId.ToHexString()}");
    }

    internal static void CheckBaggage(OpenTracing.ISpan span, IReadOnlyDictionary<string, string> expected)
    {
        var items = span.Context.GetBaggageItems().ToDictionary(item => item.Key, item => item.Value);
        if (!Same(items, expected)) throw new SegueMismatchException($"baggage is {Text(items)}, expected {Text(expected)}");
    }

    /// <summary>After everything was disposed: the flow is as it was when it began.</summary>
    internal void CheckEnd(Flow flow)
    {
        var current = Activity.Current;
        // Whether a stopped one may stand there was checked with the step that left it.
        var isLeft = current is { IsStopped: true } || flow.FirstCurrent is { IsStopped: true } || flow.IsInheritedChanged;
        if (!isLeft && !ReferenceEquals(current, flow.FirstCurrent)) throw new SegueMismatchException($"at the end current is {Name(current)}, was {Name(flow.FirstCurrent)}");
        var baggage = Baggage.Current.GetBaggage();
        if (!flow.IsInheritedChanged && !Same(baggage, flow.FirstBaggage))
            throw new SegueMismatchException($"at the end the baggage is {Text(baggage)}, was {Text(flow.FirstBaggage)}");
    }

    private static bool IsNobody(OpenTracing.ISpan? span) => span?.Context.SpanId == _none;

    private string Name(Activity? activity) => activity is null ? "nothing" : Of(activity)?.ToString() ?? activity.DisplayName + " of nobody";

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(item => right.TryGetValue(item.Key, out var value) && value == item.Value);

    private static string Text(IEnumerable<KeyValuePair<string, string>> items) => "{" + string.Join(",", items.Select(item => item.Key + "=" + item.Value)) + "}";
}
