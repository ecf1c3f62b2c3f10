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
        var builder = (ShimSpanBuilder)state!;
        builder._started = builder.StartSpan();
    };

    private readonly OpenTracingShim _shim;
    private readonly string _operationName;
    private Reference? _references;
    private List<KeyValuePair<string, object?>>? _tags;
    private ShimSpan? _started;
    private DateTimeOffset _startTime;
    private ActivityKind _kind;
    private bool _ignoreActive;
    private bool? _error;
    private SamplingPriority? _decision;

    internal ShimSpanBuilder(OpenTracingShim shim, string operationName)
    {
        _shim = shim;
        _operationName = operationName;
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
        _startTime = timestamp;
        return this;
    }

    public OpenTracing.ISpan Start()
    {
        // Without a listener nothing is started, so there is nothing to keep away from the flow.
        if (!OpenTracingShim.Source.HasListeners()) return StartSpan();
        AmbientSpan.RunDetached(_startDetached, this);
        var span = _started!;
        _started = null;
        return span;
    }

    public OpenTracing.IScope StartActive() => StartActive(true);

    public OpenTracing.IScope StartActive(bool finishSpanOnDispose)
    {
        var before = Activity.Current;
        var scope = new ShimScope(StartSpan(), finishSpanOnDispose);
        AmbientSpan.Open(scope, before);
        return scope;
    }

    public override string ToString() => "SpanBuilder(" + _operationName + ")";

    private ShimSpan StartSpan()
    {
        var parent = ReferenceMapping.ChooseParent(_references);
        var mode = parent is not null ? ParentMode.Explicit : _ignoreActive ? ParentMode.Root : ParentMode.Ambient;
        Baggage baggage = _references is not null ? ReferenceMapping.UnionBaggage(_references)
            : mode == ParentMode.Ambient ? AmbientBaggage.Read() : default;

        Activity? activity = null;
        var recorded = OpenTracingShim.Source.HasListeners();
        var start = new SpanStart(
            _operationName,
            mode,
            parent?.Context.Identity ?? default,
            _kind,
            recorded ? _tags : null,
            recorded && _references is not null ? ReferenceMapping.ToLinks(_references, parent, _shim.LinkAllReferences) : null,
            _startTime.ToUniversalTime());
        if (recorded) activity = AmbientSpan.Start(OpenTracingShim.Source, start);
        else _shim.SayNobodyListens();

        if (activity is null) return new ShimSpan(new ShimSpanContext(AmbientSpan.ParentContext(start), baggage));
        if (_error is { } error) activity.SetStatus(error ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        if (_decision is { } decision) Decide(activity, decision);
        return new ShimSpan(activity, baggage);
    }

    private static void Decide(Activity activity, SamplingPriority decision)
    {
        LocalTrace.Decide(activity, decision);
        // Samplers saw these; they say nothing about the span itself.
        activity.SetTag(Tags.ManualKeep, null);
        activity.SetTag(Tags.ManualDrop, null);
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
            _error = error;
            return this;
        }

        if (TagMapping.AsDecision(key, value) is { } decision) _decision = decision;
        else if (key == Tags.SpanKind && TagMapping.AsKind(value as string) is { } kind) _kind = kind;

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
}
