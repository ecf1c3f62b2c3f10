using System.Diagnostics;
using OpenTelemetry;
using OpenTracing;
using OpenTracing.Tag;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>Collects what a span starts with; may be started more than once.</summary>
internal sealed class ShimSpanBuilder : ISpanBuilder
{
    private static readonly ContextCallback _startDetached = static state =>
    {
        var start = (DetachedStart)state!;
        start.Span = start.Builder.StartSpan(AmbientSpan.Capture());
    };

    private readonly string _operationName;
    private Reference? _references;
    private List<KeyValuePair<string, object?>>? _tags;
    private long _startUtcTicks;
    private readonly bool _linkAllReferences;
    private bool _ignoreActive;
    private byte _kind;
    private ActivityStatusCode _status;

    internal ShimSpanBuilder(string operationName, bool linkAllReferences)
    {
        _operationName = operationName;
        _linkAllReferences = linkAllReferences;
    }

    public ISpanBuilder AsChildOf(OpenTracing.ISpanContext parent) => AddReference(References.ChildOf, parent);

    public ISpanBuilder AsChildOf(OpenTracing.ISpan parent)
    {
        if (parent is null) return this;
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

        var added = new Reference(referenceType, context);
        if (_references is null)
        {
            _references = added;
            return this;
        }

        var last = _references;
        while (last.Next is not null) last = last.Next;
        last.Next = added;
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
        _startUtcTicks = timestamp.UtcTicks;
        return this;
    }

    public OpenTracing.ISpan Start()
    {
        // Without a listener nothing is started, so there is nothing to keep away from the flow.
        if (!OpenTracingShim.Source.HasListeners()) return StartSpan(AmbientSpan.Capture());
        var start = new DetachedStart(this);
        AmbientSpan.RunDetached(_startDetached, start);
        return start.Span!;
    }

    public OpenTracing.IScope StartActive() => StartActive(true);

    public OpenTracing.IScope StartActive(bool finishSpanOnDispose)
    {
        var flow = AmbientSpan.Capture();
        var scope = new ShimScope(StartSpan(flow), finishSpanOnDispose);
        AmbientSpan.Open(scope, flow);
        return scope;
    }

    public override string ToString() => "SpanBuilder(" + _operationName + ")";

    private ShimSpan StartSpan(in AmbientFlow flow)
    {
        var references = _references;
        var parent = ReferenceMapping.ChooseParent(references);
        var mode = parent is not null ? ParentMode.Explicit : _ignoreActive ? ParentMode.Root : ParentMode.Ambient;
        Baggage baggage = references is not null ? ReferenceMapping.UnionBaggage(references)
            : mode == ParentMode.Ambient ? AmbientBaggage.Read(flow) : default;

        var recorded = OpenTracingShim.Source.HasListeners();
        var start = new SpanStart(
            _operationName,
            mode,
            parent?.Context.Identity ?? default,
            (ActivityKind)_kind,
            recorded ? _tags : null,
            recorded && references is not null ? ReferenceMapping.ToLinks(references, parent, _linkAllReferences) : null,
            _startUtcTicks == 0 ? default : new DateTimeOffset(_startUtcTicks, TimeSpan.Zero));
        var activity = recorded ? AmbientSpan.Start(OpenTracingShim.Source, start, flow) : null;
        if (activity is null)
        {
            if (!recorded) OpenTracingShim.SayNobodyListens();
            return new ShimSpan(new ShimSpanContext(AmbientSpan.ParentContext(start, flow), baggage));
        }

        if (_status != ActivityStatusCode.Unset) activity.SetStatus(_status);
        if (_tags is not null) Decide(activity, _tags);
        return new ShimSpan(activity, baggage);
    }

    // Samplers saw these tags; what they ask for still has to happen, and two of them say nothing about the span itself.
    private static void Decide(Activity activity, List<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (TagMapping.AsDecision(tag.Key, tag.Value) is not { } decision) continue;
            LocalTrace.Decide(activity, decision);
            if (tag.Key != Tags.SamplingPriority) activity.SetTag(tag.Key, null);
        }
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
            _status = error ? ActivityStatusCode.Error : ActivityStatusCode.Ok;
            return this;
        }

        if (key == Tags.SpanKind && TagMapping.AsKind(value as string) is { } kind) _kind = (byte)kind;

        _tags ??= new List<KeyValuePair<string, object?>>(4);
        for (var i = 0; i < _tags.Count; i++)
        {
            if (_tags[i].Key != key) continue;
            // The last value of a name wins; a null removes it, as it would on the span.
            if (value is null) _tags.RemoveAt(i);
            else _tags[i] = new KeyValuePair<string, object?>(key, value);
            return this;
        }

        if (value is not null) _tags.Add(new KeyValuePair<string, object?>(key, value));
        return this;
    }

    private sealed class DetachedStart(ShimSpanBuilder builder)
    {
        internal readonly ShimSpanBuilder Builder = builder;
        internal ShimSpan? Span;
    }
}
