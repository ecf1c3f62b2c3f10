using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Reads and writes several header formats as one.</summary>
/// <remarks>
/// <para>Extraction tries its styles in order. The first valid context wins; a later header of the same trace adds the vendor state that the
/// first did not say; one of a different trace becomes a link (see <see cref="ExtractAll"/>) and is counted. Injection writes every style that
/// was configured, and every other one that the trace arrived in.</para>
/// <para>Baggage with a header for each item is looked for where it can be expected: <c>uberctx-*</c> beside <c>uber-trace-id</c> and B3, <c>ot-baggage-*</c>
/// beside <c>ot-tracer-*</c> and contexts that came with a decision, both where no header names a trace.</para>
/// <para>Errors: nothing is thrown for what headers say.</para>
/// <para>Threads and cost: stateless, safe from any thread; a style whose headers are absent costs one look-up of its main header, and only
/// such baggage has the carrier listed.</para>
/// <para>Source: the vendor's rules for several styles. Order: tracecontext, datadog, b3, b3multi, jaeger, ot-tracer, and baggage always.</para>
/// </remarks>
public sealed class CompositePropagator : TextMapPropagator
{
    /// <summary>Every style, in the order in which headers are tried by default.</summary>
    public static readonly IReadOnlyList<PropagationStyle> DefaultExtract =
    [
        PropagationStyle.TraceContext, PropagationStyle.Datadog, PropagationStyle.B3, PropagationStyle.B3Multi, PropagationStyle.Jaeger, PropagationStyle.OtTracer, PropagationStyle.Baggage,
    ];

    /// <summary>The styles that are written by default.</summary>
    public static readonly IReadOnlyList<PropagationStyle> DefaultInject = [PropagationStyle.TraceContext, PropagationStyle.Baggage, PropagationStyle.Datadog];

    private readonly StylePropagators _propagators = new();
    private readonly PropagationStyle[] _extract;
    private readonly PropagationStyle[] _inject;
    private readonly int _injected;
    private readonly bool _readsBaggage;
    private readonly bool _readsJaeger;
    private readonly bool _readsOpenTracingBaggage;
    private readonly ExtractBehavior _behavior;
    private readonly bool _extractFirst;
    private readonly HashSet<string> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a propagator with every style to read, the usual ones to write.</summary>
    public CompositePropagator()
        : this(DefaultExtract, DefaultInject)
    {
    }

    /// <summary>Creates a propagator.</summary>
    /// <param name="extract">Styles to read, in order; repeated ones are tried once.</param>
    /// <param name="inject">Styles to write.</param>
    /// <param name="behavior">What becomes of an arriving trace.</param>
    /// <param name="extractFirst">Whether to stop at the first valid context: no state is added and no link made. Baggage is read all the same.</param>
    /// <exception cref="ArgumentNullException">A list is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A list has a value that is no style, or <paramref name="behavior"/> is none.</exception>
    public CompositePropagator(IEnumerable<PropagationStyle> extract, IEnumerable<PropagationStyle> inject, ExtractBehavior behavior = ExtractBehavior.Continue, bool extractFirst = false)
    {
        var all = Distinct(extract, nameof(extract));
        _inject = Distinct(inject, nameof(inject));
        if (behavior is < ExtractBehavior.Continue or > ExtractBehavior.Ignore) throw new ArgumentOutOfRangeException(nameof(behavior));
        _behavior = behavior;
        _extractFirst = extractFirst;
        _readsBaggage = Array.IndexOf(all, PropagationStyle.Baggage) >= 0;
        _readsJaeger = Array.IndexOf(all, PropagationStyle.Jaeger) >= 0;
        _readsOpenTracingBaggage = Array.IndexOf(all, PropagationStyle.OtTracer) >= 0;
        // Baggage is no trace context, so it has no place in the order.
        _extract = Array.FindAll(all, style => style != PropagationStyle.Baggage);
        foreach (var style in _inject) _injected |= ArrivalStyles.MaskOf(style);
        foreach (var style in all) _fields.UnionWith(_propagators.FieldsOf(style));
        foreach (var style in _inject) _fields.UnionWith(_propagators.FieldsOf(style));
    }

    /// <inheritdoc/>
    public override ISet<string> Fields => _fields;

    /// <summary>Whether baggage is also written as <c>ot-baggage-{key}</c>, the only one that OpenTracing code on the vendor's tracers sees.</summary>
    /// <value>Default <see langword="false"/>. Read it is wherever <see cref="PropagationStyle.OtTracer"/> is, beside a context of any style that came with a decision, and alone.</value>
    public bool WriteOpenTracingBaggage { get; init; }

    /// <summary>Writes a context and its baggage in every configured style, and in those that its trace arrived in.</summary>
    /// <param name="context">The context and baggage.</param>
    /// <param name="carrier">The carrier; <see langword="null"/> writes nothing.</param>
    /// <param name="setter">Sets a header; <see langword="null"/> writes nothing.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter)
    {
        if (carrier is null || setter is null) return;
        LocalTrace.MarkSent(context.ActivityContext.TraceId);
        foreach (var style in _inject) _propagators.Inject(style, context, carrier, setter);
        // Who asks for no style at all wants none of those either that a trace arrived in.
        var others = _inject.Length == 0 ? 0 : ArrivalStyles.Read(context.ActivityContext.TraceState) & ~_injected;
        for (var style = 0; others != 0; style++, others >>= 1)
        {
            if ((others & 1) != 0) _propagators.Inject((PropagationStyle)style, context, carrier, setter);
        }

        if (WriteOpenTracingBaggage) OtTracerPropagator.InjectBaggage(context.Baggage, carrier, setter);
    }

    /// <summary>Reads a context and baggage; links are left out.</summary>
    /// <param name="context">What was read before; returned as it is where it already names a span.</param>
    /// <param name="carrier">The carrier; <see langword="null"/> reads nothing.</param>
    /// <param name="getter">Reads a header's values; <see langword="null"/> reads nothing.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context to continue, and the baggage.</returns>
    public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => ExtractAll(context, carrier, getter).Context;

    /// <summary>Reads a context and baggage, with links to what the headers named besides.</summary>
    /// <remarks>
    /// <para>A link's tags are <c>reason</c> (<c>terminated_context</c> or <c>propagation_behavior_extract</c>) and <c>context_headers</c>, the style.</para>
    /// </remarks>
    /// <param name="context">What was read before; returned as it is where it already names a span.</param>
    /// <param name="carrier">The carrier; <see langword="null"/> reads nothing.</param>
    /// <param name="getter">Reads a header's values; <see langword="null"/> reads nothing.</param>
    /// <typeparam name="T">Type of the carrier.</typeparam>
    /// <returns>The context to continue, the baggage and the links.</returns>
    public Extracted ExtractAll<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => ReadAll(context, carrier, getter, isReported: true);

    /// <summary>Reads baggage alone, for a caller that reads the context separately.</summary>
    internal Baggage ExtractBaggage<T>(T carrier, Func<T, string, IEnumerable<string>?> getter) => ReadAll(default, carrier, getter, isReported: false).Context.Baggage;

    private Extracted ReadAll<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter, bool isReported)
    {
        if (carrier is null || getter is null || _behavior == ExtractBehavior.Ignore) return new Extracted(context, null);
        if (context.ActivityContext.TraceId != default) return new Extracted(context, null);

        var baggage = context.Baggage;
        if (_readsBaggage) baggage = _propagators.Extract(PropagationStyle.Baggage, new PropagationContext(default, baggage), carrier, getter).Baggage;
        var first = default(ActivityContext);
        var winner = PropagationStyle.TraceContext;
        var arrived = 0;
        var jaegerItems = default(ReceivedBaggage);
        var isListed = false;
        var hasB3 = false;
        List<ActivityLink>? links = null;
        foreach (var style in _extract)
        {
            ActivityContext found;
            if (style == PropagationStyle.Jaeger)
            {
                found = JaegerPropagator.ReadNamed(default, carrier, getter, ref jaegerItems, out isListed);
                if (isListed) JaegerPropagator.ReadItems(carrier, ref jaegerItems);
                if (!jaegerItems.IsEmpty) baggage = jaegerItems.Onto(baggage);
            }
            else
            {
                var read = _propagators.Extract(style, new PropagationContext(default, baggage), carrier, getter);
                baggage = read.Baggage;
                found = read.ActivityContext;
            }

            if (found.TraceId == default) continue;
            hasB3 |= style is PropagationStyle.B3 or PropagationStyle.B3Multi;
            if (first.TraceId == default)
            {
                first = found;
                winner = style;
                arrived = ArrivalStyles.MaskOf(style);
            }
            else if (_extractFirst)
            {
                continue;
            }
            else if (ContextMerge.IsSameTrace(first, found))
            {
                first = ContextMerge.Merge(first, winner, found, style);
                arrived |= ArrivalStyles.MaskOf(style);
            }
            else
            {
                if (isReported) Misuse.Report("context_conflict", "Headers named more than one trace; the first style goes on, the others are linked.");
                (links ??= []).Add(LinkTo(found, "terminated_context", style));
            }
        }

        // Only a listing finds a header for each item, so it is done where Jaeger's clients wrote an identity, which may be B3's, or nobody did: other requests cost the
        // same however many headers they have.
        if (_readsJaeger && !isListed && (hasB3 || first.TraceId == default))
        {
            JaegerPropagator.ReadItems(carrier, ref jaegerItems);
            baggage = jaegerItems.Onto(baggage);
        }

        // The vendor's tracers write OpenTracing's baggage beside whichever format they speak, and always say what they decided; it may also come alone.
        if (_readsOpenTracingBaggage && (first.TraceId == default || VendorState.IsIn(first.TraceState))) baggage = OtTracerPropagator.ExtractBaggage(carrier, baggage);
        if (first.TraceId == default) return new Extracted(new PropagationContext(default, baggage), null);
        // It asks for a trace to begin, and one is there.
        if (baggage.Count > 0) baggage = baggage.RemoveBaggage(JaegerPropagator.DebugIdKey);
        if (_behavior == ExtractBehavior.Restart)
            return new Extracted(new PropagationContext(default, baggage), [LinkTo(first, "propagation_behavior_extract", winner)]);

        first = ContextMerge.Settle(first, winner);
        arrived &= ~_injected;
        if (arrived != 0) first = new ActivityContext(first.TraceId, first.SpanId, first.TraceFlags, ArrivalStyles.With(first.TraceState, arrived), first.IsRemote);
        return new Extracted(new PropagationContext(first, baggage), links);
    }

    private static ActivityLink LinkTo(in ActivityContext context, string reason, PropagationStyle style) =>
        new(context, new ActivityTagsCollection { ["reason"] = reason, ["context_headers"] = NameOf(style) });

    private static string NameOf(PropagationStyle style) => style switch
    {
        PropagationStyle.TraceContext => "tracecontext",
        PropagationStyle.Datadog => "datadog",
        PropagationStyle.B3 => "b3",
        PropagationStyle.B3Multi => "b3multi",
        PropagationStyle.Jaeger => "jaeger",
        PropagationStyle.OtTracer => "ottracer",
        _ => "baggage",
    };

    private static PropagationStyle[] Distinct(IEnumerable<PropagationStyle> styles, string name)
    {
        var distinct = new List<PropagationStyle>();
        foreach (var style in styles ?? throw new ArgumentNullException(name))
        {
            if (style is < PropagationStyle.TraceContext or > PropagationStyle.OtTracer) throw new ArgumentOutOfRangeException(name, style, "Not a propagation style.");
            if (!distinct.Contains(style)) distinct.Add(style);
        }

        return [.. distinct];
    }
}
