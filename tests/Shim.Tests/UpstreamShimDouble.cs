using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Tag;

namespace Segue.Shim.Tests;

/// <summary>A tracer that behaves as OpenTelemetry's own shim: spans over Activities, and casts that throw on everybody else's.</summary>
internal sealed class UpstreamShimDouble(ActivitySource source) : ITracer
{
    public IScopeManager ScopeManager { get; } = new Scopes();

    public OpenTracing.ISpan ActiveSpan => ScopeManager.Active?.Span!;

    public ISpanBuilder BuildSpan(string operationName) => new Builder(source, this, operationName);

    public void Inject<TCarrier>(OpenTracing.ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier) =>
        new TraceContextPropagator().Inject(
            new PropagationContext(((SpanContext)spanContext).Identity, Baggage.Current), (ITextMap)carrier!, static (map, key, value) => map.Set(key, value));

    public OpenTracing.ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier)
    {
        var headers = ((ITextMap)carrier!).ToDictionary(header => header.Key, header => header.Value);
        var read = new TraceContextPropagator().Extract(default, headers, static (map, key) => map.TryGetValue(key, out var value) ? [value] : null);
        return read.ActivityContext.IsValid() ? new SpanContext(read.ActivityContext) : null!;
    }

    internal sealed class SpanContext(ActivityContext identity) : OpenTracing.ISpanContext
    {
        internal ActivityContext Identity => identity;

        public string TraceId => identity.TraceId.ToString();

        public string SpanId => identity.SpanId.ToString();

        public IEnumerable<KeyValuePair<string, string>> GetBaggageItems() => Baggage.GetBaggage();
    }

    internal sealed class Span(Activity activity) : OpenTracing.ISpan
    {
        internal Activity Activity => activity;

        public OpenTracing.ISpanContext Context { get; } = new SpanContext(activity.Context);

        public void Finish() => activity.Stop();

        public void Finish(DateTimeOffset finishTimestamp)
        {
            activity.SetEndTime(finishTimestamp.UtcDateTime);
            activity.Stop();
        }

        public string GetBaggageItem(string key) => Baggage.GetBaggage(key)!;

        public OpenTracing.ISpan SetBaggageItem(string key, string value)
        {
            Baggage.SetBaggage(key, value);
            return this;
        }

        public OpenTracing.ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => Add(default, "log");

        public OpenTracing.ISpan Log(string @event) => Add(default, @event);

        public OpenTracing.ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields) => Add(timestamp, "log");

        public OpenTracing.ISpan Log(DateTimeOffset timestamp, string @event) => Add(timestamp, @event);

        public OpenTracing.ISpan SetOperationName(string operationName)
        {
            activity.DisplayName = operationName;
            return this;
        }

        public OpenTracing.ISpan SetTag(string key, string value) => Set(key, value);

        public OpenTracing.ISpan SetTag(string key, bool value) => Set(key, value);

        public OpenTracing.ISpan SetTag(string key, int value) => Set(key, value);

        public OpenTracing.ISpan SetTag(string key, double value) => Set(key, value);

        public OpenTracing.ISpan SetTag(BooleanTag tag, bool value) => Set(tag.Key, value);

        public OpenTracing.ISpan SetTag(IntOrStringTag tag, string value) => Set(tag.Key, value);

        public OpenTracing.ISpan SetTag(IntTag tag, int value) => Set(tag.Key, value);

        public OpenTracing.ISpan SetTag(StringTag tag, string value) => Set(tag.Key, value);

        private Span Set(string key, object value)
        {
            activity.SetTag(key, value);
            return this;
        }

        private Span Add(DateTimeOffset time, string name)
        {
            activity.AddEvent(new ActivityEvent(name, time));
            return this;
        }
    }

    private sealed class Builder(ActivitySource source, ITracer tracer, string name) : ISpanBuilder
    {
        private readonly ActivityTagsCollection _tags = [];
        private readonly List<ActivityLink> _links = [];
        private ActivityContext? _parent;
        private bool _isRoot;
        private DateTimeOffset _start;

        public ISpanBuilder AsChildOf(OpenTracing.ISpan parent) => parent is null ? this : AsChildOf(((Span)parent).Context);

        public ISpanBuilder AsChildOf(OpenTracing.ISpanContext parent) => AddReference(References.ChildOf, parent);

        public ISpanBuilder AddReference(string referenceType, OpenTracing.ISpanContext referencedContext)
        {
            if (referencedContext is null) return this;
            var identity = ((SpanContext)referencedContext).Identity;
            if (_parent is null) _parent = identity;
            else _links.Add(new ActivityLink(identity));
            return this;
        }

        public ISpanBuilder IgnoreActiveSpan()
        {
            _isRoot = true;
            return this;
        }

        public ISpanBuilder WithTag(string key, string value) => Add(key, value);

        public ISpanBuilder WithTag(string key, bool value) => Add(key, value);

        public ISpanBuilder WithTag(string key, int value) => Add(key, value);

        public ISpanBuilder WithTag(string key, double value) => Add(key, value);

        public ISpanBuilder WithTag(BooleanTag tag, bool value) => Add(tag.Key, value);

        public ISpanBuilder WithTag(IntOrStringTag tag, string value) => Add(tag.Key, value);

        public ISpanBuilder WithTag(IntTag tag, int value) => Add(tag.Key, value);

        public ISpanBuilder WithTag(StringTag tag, string value) => Add(tag.Key, value);

        public ISpanBuilder WithStartTimestamp(DateTimeOffset timestamp)
        {
            _start = timestamp;
            return this;
        }

        public OpenTracing.IScope StartActive() => StartActive(true);

        public OpenTracing.IScope StartActive(bool finishSpanOnDispose) => tracer.ScopeManager.Activate(Start(), finishSpanOnDispose);

        // Starting puts back what was current.
        public OpenTracing.ISpan Start()
        {
            var before = Activity.Current;
            if (_isRoot && _parent is null) Activity.Current = null;
            var activity = source.StartActivity(ActivityKind.Internal, _parent ?? default, _tags, _links, _start, name)!;
            Activity.Current = before;
            return new Span(activity);
        }

        private Builder Add(string key, object value)
        {
            _tags[key] = value;
            return this;
        }
    }

    // Activates by writing Activity.Current and ends by stopping the Activity, whatever was asked for.
    private sealed class Scopes : IScopeManager
    {
        public OpenTracing.IScope Active => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? new Scope(new Span(current), null) : null!;

        public OpenTracing.IScope Activate(OpenTracing.ISpan span, bool finishSpanOnDispose)
        {
            var activity = ((Span)span).Activity;
            Activity.Current = activity;
            return new Scope(span, activity.Stop);
        }
    }

    private sealed class Scope(OpenTracing.ISpan span, Action? end) : OpenTracing.IScope
    {
        public OpenTracing.ISpan Span => span;

        public void Dispose() => end?.Invoke();
    }
}
