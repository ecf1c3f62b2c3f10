using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue.Shim;

/// <summary>Reads and writes OpenTracing's text carriers through one propagator.</summary>
/// <remarks>Calling a generic virtual method looks it up each time, so both are bound once.</remarks>
internal sealed class CarrierMapping
{
    private static readonly Action<ITextMap, string, string> _set = static (carrier, key, value) => carrier.Set(key, value);

    private static CarrierMapping? _default;

    private readonly TextMapPropagator _propagator;
    private readonly CompositePropagator? _composite;
    private readonly bool _isTraceContext;
    private readonly FieldIndex _fields;
    private readonly Func<PropagationContext, CarrierReader, Func<CarrierReader, string, IEnumerable<string>?>, PropagationContext> _extract;
    private readonly Action<PropagationContext, ITextMap, Action<ITextMap, string, string>> _inject;

    internal CarrierMapping(TextMapPropagator propagator)
    {
        _propagator = propagator;
        _composite = propagator as CompositePropagator;
        _isTraceContext = propagator is SegueTraceContextPropagator;
        _fields = FieldsOf(propagator);
        _extract = propagator.Extract;
        _inject = propagator.Inject;
    }

    /// <summary>The one for the propagator that is in force when none was given.</summary>
    internal static CarrierMapping Default
    {
        get
        {
            var propagator = DefaultPropagator.Current;
            var known = Volatile.Read(ref _default);
            if (known is not null && ReferenceEquals(known._propagator, propagator)) return known;
            known = new CarrierMapping(propagator);
            Volatile.Write(ref _default, known);
            return known;
        }
    }

    // The header names that a propagator says it reads.
    private static FieldIndex FieldsOf(TextMapPropagator propagator)
    {
        try
        {
            return new FieldIndex(propagator.Fields ?? new HashSet<string>());
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Asking a propagator for its fields", e.Message);
            return new FieldIndex([]);
        }
    }

    internal void Write(ShimSpanContext context, ITextMap carrier)
    {
        if (_isTraceContext && context.Activity is { } activity) WriteTraceContext(activity, carrier);
        else _inject(new PropagationContext(context.Outgoing, context.Baggage), carrier, _set);
    }

    // Without a context in between, which a propagator has to be given.
    private static void WriteTraceContext(Activity activity, ITextMap carrier)
    {
        if (!SegueTraceContextPropagator.TryFormat(activity, out var traceParent, out var traceState)) return;
        carrier.Set("traceparent", traceParent);
        carrier.Set("tracestate", traceState);
    }

    /// <summary>The context that a carrier has; <see langword="null"/> when it has neither ids nor baggage.</summary>
    internal ShimSpanContext? Read(ITextMap carrier)
    {
        var reader = CarrierReader.Rent(carrier, _fields);
        if (_composite is not null) return ReadAll(_composite, reader);
        var read = _extract(default, reader, CarrierReader.Get);
        reader.Return();
        return read.ActivityContext.TraceId != default || read.Baggage.Count > 0 ? new GivenContext(read) : null;
    }

    // Apart, so that one format does not pay for what this puts on the stack.
    private static GivenContext? ReadAll(CompositePropagator composite, CarrierReader reader)
    {
        var all = composite.ExtractAll(default, reader, CarrierReader.Get);
        reader.Return();
        var read = all.Context;
        if (all.Links is { } links) return new LinkedContext(read.ActivityContext, read.Baggage, links);
        return read.ActivityContext.TraceId != default || read.Baggage.Count > 0 ? new GivenContext(read) : null;
    }
}
