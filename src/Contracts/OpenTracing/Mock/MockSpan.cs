using System.Globalization;
using OpenTracing.Tag;

namespace OpenTracing.Mock;

/// <summary>Records everything that is done to a span, for tests of code that traces.</summary>
/// <remarks>
/// <para>Errors: changing a finished span throws <see cref="InvalidOperationException"/> and adds it to <see cref="GeneratedErrors"/>.</para>
/// <para>Threads and cost: safe from any thread; collections are copied on every read.</para>
/// </remarks>
public sealed partial class MockSpan : ISpan
{
    private static long _lastId;

    private readonly object _lock = new();
    private readonly MockTracer _tracer;
    private readonly Dictionary<string, object> _tags;
    private readonly List<Reference> _references;
    private readonly List<LogEntry> _logEntries = [];
    private readonly List<Exception> _errors = [];
    private MockSpanContext _context;
    private string _operationName;
    private DateTimeOffset _finishTimestamp = DateTimeOffset.MinValue;
    private bool _finished;

    /// <summary>Starts a span.</summary>
    /// <remarks>Ids come from one counter for the whole process. The parent is the first <c>child_of</c> reference, else the first reference.</remarks>
    /// <param name="tracer">The tracer that receives the span when it finishes.</param>
    /// <param name="operationName">The name of the work the span stands for.</param>
    /// <param name="startTimestamp">The start time.</param>
    /// <param name="initialTags">The tags to begin with, copied; <see langword="null"/> means none.</param>
    /// <param name="references">The references, copied; <see langword="null"/> means none.</param>
    public MockSpan(
        MockTracer tracer,
        string operationName,
        DateTimeOffset startTimestamp,
        Dictionary<string, object> initialTags,
        List<Reference> references)
    {
        _tracer = tracer;
        _operationName = operationName;
        StartTimestamp = startTimestamp;
        _tags = initialTags == null ? [] : new Dictionary<string, object>(initialTags);
        _references = references == null ? [] : [.. references];

        var parent = FindParent(_references);
        ParentId = parent?.SpanId;
        var traceId = parent == null ? NextId() : parent.TraceId;
        _context = new MockSpanContext(traceId, NextId(), MergeBaggage(_references));
    }

    /// <summary>Gets the current context; setting a baggage item replaces it.</summary>
    public MockSpanContext Context
    {
        get
        {
            lock (_lock)
                return _context;
        }
    }

    ISpanContext ISpan.Context => Context;

    /// <summary>Gets the end time.</summary>
    /// <exception cref="InvalidOperationException">The span is not finished, or was finished at <see cref="DateTimeOffset.MinValue"/>.</exception>
    public DateTimeOffset FinishTimestamp
    {
        get
        {
            lock (_lock)
            {
                return _finishTimestamp != DateTimeOffset.MinValue
                    ? _finishTimestamp
                    : throw new InvalidOperationException("The span has no finish time yet: call Finish first.");
            }
        }
    }

    /// <summary>Gets a copy of the errors caused by changing the span after finish.</summary>
    public List<Exception> GeneratedErrors => Copy(_errors);

    /// <summary>Gets a copy of the log entries, in the order of logging.</summary>
    public List<LogEntry> LogEntries => Copy(_logEntries);

    /// <summary>Gets the current operation name.</summary>
    public string OperationName
    {
        get
        {
            lock (_lock)
                return _operationName;
        }
    }

    /// <summary>Gets the span id of the parent, or <see langword="null"/> for a root.</summary>
    public string ParentId { get; }

    /// <summary>Gets a copy of the references, in the order of adding.</summary>
    public List<Reference> References => Copy(_references);

    /// <summary>Gets the start time.</summary>
    public DateTimeOffset StartTimestamp { get; }

    /// <summary>Gets a copy of the tags.</summary>
    public Dictionary<string, object> Tags
    {
        get
        {
            lock (_lock)
                return new Dictionary<string, object>(_tags);
        }
    }

    /// <inheritdoc/>
    public void Finish() => Finish(DateTimeOffset.UtcNow);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The span is finished already, which this class does not let pass.</exception>
    public void Finish(DateTimeOffset finishTimestamp)
    {
        lock (_lock)
        {
            ThrowIfFinished($"finish at {finishTimestamp:O}");
            _finishTimestamp = finishTimestamp;
            _tracer.AppendFinishedSpan(this);
            _finished = true;
        }
    }

    /// <inheritdoc/>
    public string GetBaggageItem(string key) => Context.GetBaggageItem(key);

    /// <inheritdoc/>
    public ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => Log(DateTimeOffset.UtcNow, fields);

    /// <inheritdoc/>
    public ISpan Log(string @event) => Log(DateTimeOffset.UtcNow, @event);

    /// <inheritdoc/>
    public ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields) =>
        Change($"log {fields} at {timestamp:O}", () => _logEntries.Add(new LogEntry(timestamp, fields)));

    /// <inheritdoc/>
    public ISpan Log(DateTimeOffset timestamp, string @event) =>
        Log(timestamp, new Dictionary<string, object> { [LogFields.Event] = @event });

    /// <inheritdoc/>
    public ISpan SetBaggageItem(string key, string value) =>
        Change($"set baggage item {key} to {value}", () => _context = _context.WithBaggageItem(key, value));

    /// <inheritdoc/>
    public ISpan SetOperationName(string operationName) =>
        Change($"set operation name to {operationName}", () => _operationName = operationName);

    /// <inheritdoc/>
    public ISpan SetTag(BooleanTag tag, bool value) => StoreTag(tag.Key, value);

    /// <inheritdoc/>
    public ISpan SetTag(IntOrStringTag tag, string value) => StoreTag(tag.Key, value);

    /// <inheritdoc/>
    public ISpan SetTag(IntTag tag, int value) => StoreTag(tag.Key, value);

    /// <inheritdoc/>
    public ISpan SetTag(StringTag tag, string value) => StoreTag(tag.Key, value);

    /// <inheritdoc/>
    public ISpan SetTag(string key, bool value) => StoreTag(key, value);

    /// <inheritdoc/>
    public ISpan SetTag(string key, double value) => StoreTag(key, value);

    /// <inheritdoc/>
    public ISpan SetTag(string key, int value) => StoreTag(key, value);

    /// <inheritdoc/>
    public ISpan SetTag(string key, string value) => StoreTag(key, value);

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_lock)
            return $"TraceId: {_context.TraceId}, SpanId: {_context.SpanId}, ParentId: {ParentId}, OperationName: {_operationName}";
    }

    private static string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    private static MockSpanContext FindParent(List<Reference> references)
    {
        var parent = references.Find(reference => string.Equals(reference.ReferenceType, OpenTracing.References.ChildOf, StringComparison.Ordinal));
        return (parent ?? references.FirstOrDefault())?.Context;
    }

    private static Dictionary<string, string> MergeBaggage(List<Reference> references)
    {
        var baggage = new Dictionary<string, string>();
        foreach (var item in references.SelectMany(reference => reference.Context.GetBaggageItems() ?? []))
            baggage[item.Key] = item.Value;

        return baggage;
    }

    private List<T> Copy<T>(List<T> source)
    {
        lock (_lock)
            return [.. source];
    }

    private MockSpan StoreTag(string key, object value) => Change($"set tag {key} to {value}", () => _tags[key] = value);

    private MockSpan Change(FormattableString action, Action change)
    {
        lock (_lock)
        {
            ThrowIfFinished(action);
            change();
            return this;
        }
    }

    private void ThrowIfFinished(FormattableString action)
    {
        if (!_finished)
            return;

        var error = new InvalidOperationException($"Cannot {action.ToString(CultureInfo.InvariantCulture)}: span {_context.SpanId} is already finished.");
        _errors.Add(error);
        throw error;
    }
}
