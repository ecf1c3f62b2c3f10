using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTracing;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Collects what a span starts with; may be started more than once.</summary>
/// <remarks>
/// One is made for every span, so it is kept small: it is the sequence of its own tags, and what few builders need is in a part of its own.
/// </remarks>
internal sealed partial class ShimSpanBuilder : ISpanBuilder
{
    private const int FirstTags = 6;
    private const short NotEnumerated = -2;

    private readonly string _operationName;
    // The context of a single child_of reference.
    private ShimSpanContext? _parent;
    private KeyValuePair<string, object?>[]? _tags;
    private RareParts? _rare;
    private short _tagCount;
    private short _position = NotEnumerated;
    private byte _kind;
    private byte _status;
    private readonly bool _linkAllReferences;
    private bool _ignoreActive;

    internal ShimSpanBuilder(string operationName, bool linkAllReferences)
    {
        _operationName = operationName;
        _linkAllReferences = linkAllReferences;
    }

    private ShimSpanBuilder? TagsOrNone => _tagCount > 0 ? this : null;

    public ISpanBuilder AsChildOf(OpenTracing.ISpanContext parent) => AddReference(References.ChildOf, parent);

    public ISpanBuilder AsChildOf(OpenTracing.ISpan parent)
    {
        if (parent is null) return this;
        if (parent is ShimSpan own) return AddReference(References.ChildOf, own.ShimContext);
        try
        {
            return AddReference(References.ChildOf, parent.Context);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Reading a foreign span", e.Message);
            return this;
        }
    }

    public ISpanBuilder AddReference(string referenceType, OpenTracing.ISpanContext referencedContext)
    {
        if (ShimSpanContext.From(referencedContext) is not { } context) return this;
        if (referenceType is null)
        {
            Misuse.Report("reference_type_null", "A reference without a type was ignored.");
            return this;
        }

        if (_parent is null && _rare?.References is null && referenceType == References.ChildOf)
        {
            _parent = context;
            return this;
        }

        var rare = _rare ??= new RareParts();
        if (_parent is { } only)
        {
            rare.Add(References.ChildOf, only);
            _parent = null;
        }

        rare.Add(referenceType, context);
        return this;
    }

    public ISpanBuilder IgnoreActiveSpan()
    {
        _ignoreActive = true;
        return this;
    }

    public ISpanBuilder WithStartTimestamp(DateTimeOffset timestamp)
    {
        (_rare ??= new RareParts()).StartTime = timestamp;
        return this;
    }

    public OpenTracing.ISpan Start()
    {
        // Without a listener nothing is started, so there is nothing to keep away from the flow.
        if (!OpenTracingShim.Source.HasListeners()) return new ShimSpan(StartActivity(AmbientSpan.Capture(), out var context), context);
#if NET
        // As RunDetached does, and cheaper for want of a callback.
        if (ExecutionContext.Capture() is { } before)
        {
            try { return StartHere(); }
            finally { ExecutionContext.Restore(before); }
        }
#endif
        var start = new DetachedStart(this);
        AmbientSpan.RunDetached(DetachedStart.Run, start);
        return start.Span!;
    }

    public OpenTracing.IScope StartActive() => StartActive(true);

    public OpenTracing.IScope StartActive(bool finishSpanOnDispose)
    {
        AmbientSpan.Capture(out var flow);
        var activity = StartActivity(flow, out var context);
        var scope = activity is null ? new ShimScope(new ShimSpan(null, context), finishSpanOnDispose)
            // Code that took a parent from somewhere has something to say of its span.
            : context is not null || _parent is not null ? new ShimScope(activity, context, finishSpanOnDispose)
            : new ShimScope(activity, finishSpanOnDispose);
        AmbientSpan.Open(scope, flow, activity);
        return scope;
    }

    public override string ToString() => "SpanBuilder(" + _operationName + ")";

    // A span with a parent given takes nothing from the flow, but is best started below an Activity that is current.
    internal ShimSpan StartHere()
    {
        AmbientFlow flow;
        if (_parent is null) AmbientSpan.Capture(out flow);
        else AmbientSpan.CaptureCurrent(out flow);
        return new ShimSpan(StartActivity(flow, out var context), context);
    }

    // The context is that of a span which is not recorded, or which has baggage.
    private Activity? StartActivity(in AmbientFlow flow, out ShimSpanContext? context)
    {
        var parent = _parent;
        Activity? activity;
        Baggage baggage;
        if (_rare is not null || !OpenTracingShim.Source.HasListeners())
        {
            activity = StartRare(flow, ref parent, out baggage);
        }
        else if (parent is null && !_ignoreActive)
        {
            baggage = AmbientBaggage.Read(flow);
            activity = AmbientSpan.Start(OpenTracingShim.Source, _operationName, (ActivityKind)_kind, TagsOrNone, flow);
        }
        else
        {
            var identity = parent?.AsParent ?? default;
            if (identity.SpanId == default || _linkAllReferences || parent is LinkedContext)
            {
                activity = StartRare(flow, ref parent, out baggage);
            }
            else
            {
                baggage = parent!.Baggage;
                activity = AmbientSpan.Start(OpenTracingShim.Source, _operationName, (ActivityKind)_kind, identity, TagsOrNone, flow);
            }
        }

        _position = NotEnumerated;
        if (activity is null)
        {
            context = Pass(parent, baggage, flow);
            return null;
        }

        if (_status != 0) activity.SetStatus((ActivityStatusCode)_status);
        if (_tagCount > 0) TagMapping.Decide(activity, _tags!, _tagCount);
        context = BaggageContext.Of(activity, baggage);
        return activity;
    }

    // Apart, so that the usual span does not pay for what this puts on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Activity? StartRare(in AmbientFlow flow, ref ShimSpanContext? parent, out Baggage baggage)
    {
        var recorded = OpenTracingShim.Source.HasListeners();
        List<ActivityLink>? links = null;
        baggage = default;
        if (_rare?.References is { } references)
        {
            var chosen = ReferenceMapping.ChooseParent(references);
            parent = chosen.Context;
            baggage = ReferenceMapping.UnionBaggage(references);
            if (baggage.Count > 0) TakeDebugId(ref baggage, chosen.Context.HasIds);
            if (recorded) links = ReferenceMapping.ToLinks(references, chosen, _linkAllReferences);
        }
        else if (parent is not null)
        {
            baggage = parent.Baggage;
            if (baggage.Count > 0) TakeDebugId(ref baggage, parent.HasIds);
            if (recorded && _linkAllReferences) links = ReferenceMapping.ToLinks(new Reference(References.ChildOf, parent), null, linkAll: true);
        }
        else if (!_ignoreActive)
        {
            baggage = AmbientBaggage.Read(flow);
        }

        if (!recorded) return null;
        if (parent is LinkedContext { Links: { } named }) (links ??= []).AddRange(named);
        return AmbientSpan.Start(OpenTracingShim.Source, Describe(parent, links), flow);
    }

    // What goes on below a span that is not recorded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ShimSpanContext Pass(ShimSpanContext? parent, Baggage baggage, in AmbientFlow flow)
    {
        if (!OpenTracingShim.Source.HasListeners()) OpenTracingShim.SayNobodyListens();
        var identity = AmbientSpan.ParentContext(Describe(parent, null), flow);
        if (_tagCount == 0) return ShimSpanContext.Of(identity, baggage);
        TagMapping.Decide(identity, _tags!, _tagCount);
        return ShimSpanContext.Of(AmbientSpan.ParentContext(Describe(parent, null), flow), baggage);
    }

    private SpanStart Describe(ShimSpanContext? parent, List<ActivityLink>? links) => new(
        _operationName,
        // Below a parent without ids, baggage alone or a root that nobody records, is a root.
        parent is not null ? ParentMode.Explicit : _ignoreActive ? ParentMode.Root : ParentMode.Ambient,
        parent?.AsParent ?? default,
        (ActivityKind)_kind,
        TagsOrNone,
        links,
        _rare?.StartTime.ToUniversalTime() ?? default);

    // A Jaeger client's jaeger-debug-id asks for a trace that is kept and tagged with it, and goes no further than its root.
    private void TakeDebugId(ref Baggage baggage, bool continues)
    {
        if (DebugId.Take(ref baggage) is not { } id || continues) return;
        Add(Tags.SamplingPriority, 1);
        Add(DebugId.Key, id);
    }
}
