using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTracing;
using OpenTracing.Tag;
using Segue.Context;
using Segue.Diagnostics;
using Segue.Propagation;

namespace Segue.Shim;

/// <summary>Collects what a span starts with; may be started more than once.</summary>
/// <remarks>
/// One is made for every span, so it is kept small: it is the sequence of its own tags, and what few builders need is in a part of its own.
/// </remarks>
internal sealed class ShimSpanBuilder : ISpanBuilder, IEnumerable<KeyValuePair<string, object?>>, IEnumerator<KeyValuePair<string, object?>>
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

    KeyValuePair<string, object?> IEnumerator<KeyValuePair<string, object?>>.Current => _tags![_position];

    object IEnumerator.Current => _tags![_position];

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

    public ISpanBuilder WithTag(string key, string value) => Add(key, value);

    public ISpanBuilder WithTag(string key, bool value) => Add(key, TagMapping.Box(value));

    public ISpanBuilder WithTag(string key, int value) => Add(key, value);

    public ISpanBuilder WithTag(string key, double value) => Add(key, value);

    public ISpanBuilder WithTag(BooleanTag tag, bool value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(IntOrStringTag tag, string value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(IntTag tag, int value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(StringTag tag, string value) => WithTag(tag?.Key!, value);

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
        // Code that took a parent from somewhere has something to say of its span.
        var scope = activity is not null && context is null && _parent is null
            ? new ShimScope(activity, finishSpanOnDispose)
            : new ShimScope(new ShimSpan(activity, context), finishSpanOnDispose);
        AmbientSpan.Open(scope, flow, activity);
        return scope;
    }

    public override string ToString() => "SpanBuilder(" + _operationName + ")";

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator()
    {
        if (_position != NotEnumerated) return ((IEnumerable<KeyValuePair<string, object?>>)new ArraySegment<KeyValuePair<string, object?>>(_tags!, 0, _tagCount)).GetEnumerator();
        _position = -1;
        return this;
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)this).GetEnumerator();

    bool IEnumerator.MoveNext() => ++_position < _tagCount;

    void IEnumerator.Reset() => _position = -1;

    void IDisposable.Dispose() => _position = NotEnumerated;

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
        var identity = parent?.AsParent ?? default;
        Activity? activity;
        Baggage baggage;
        var isRare = parent is null ? _ignoreActive : identity.SpanId == default || _linkAllReferences || parent is LinkedContext;
        if (isRare || _rare is not null || !OpenTracingShim.Source.HasListeners())
        {
            activity = StartRare(flow, ref parent, out baggage);
        }
        else
        {
            baggage = parent is null ? AmbientBaggage.Read(flow) : parent.Baggage;
            activity = AmbientSpan.Start(OpenTracingShim.Source, _operationName, (ActivityKind)_kind, identity, _tagCount > 0 ? this : null, flow);
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
            if (recorded) links = ReferenceMapping.ToLinks(references, chosen, _linkAllReferences);
        }
        else if (parent is not null)
        {
            baggage = parent.Baggage;
            if (baggage.Count > 0 && !parent.HasIds) TakeDebugId(ref baggage);
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
        _tagCount > 0 ? this : null,
        links,
        _rare?.StartTime.ToUniversalTime() ?? default);

    // A Jaeger client's jaeger-debug-id asks for a trace that is kept and tagged with it, and goes no further than its root.
    private void TakeDebugId(ref Baggage baggage)
    {
        if (baggage.GetBaggage(JaegerPropagator.DebugIdKey) is not { } id) return;
        baggage = baggage.RemoveBaggage(JaegerPropagator.DebugIdKey);
        Add(Tags.SamplingPriority, 1);
        Add(JaegerPropagator.DebugIdKey, id);
    }

    private ShimSpanBuilder Add(string key, object? value)
    {
        if (key is null)
        {
            Misuse.Report("tag_key_null", "A tag without a name was ignored.");
            return this;
        }

        if (key == TagMapping.Error && TagMapping.AsBool(value) is { } error)
        {
            _status = (byte)(error ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            // Text that was neither true nor false may stand there from before.
            value = null;
        }

        if (key == Tags.SpanKind) _kind = (byte)(TagMapping.AsKind(value as string) ?? (value is null ? ActivityKind.Internal : (ActivityKind)_kind));
        for (var i = 0; i < _tagCount; i++)
        {
            if (_tags![i].Key != key) continue;
            // The last value of a name wins; a null removes it, as it would on the span.
            if (value is not null) _tags[i] = new KeyValuePair<string, object?>(key, value);
            else Array.Copy(_tags, i + 1, _tags, i, --_tagCount - i);
            return this;
        }

        if (value is null || _tagCount == short.MaxValue) return this;
        if (_tags is null) _tags = new KeyValuePair<string, object?>[FirstTags];
        else if (_tagCount == _tags.Length) Array.Resize(ref _tags, Math.Min(_tagCount * 2, short.MaxValue));
        _tags[_tagCount++] = new KeyValuePair<string, object?>(key, value);
        return this;
    }
}
