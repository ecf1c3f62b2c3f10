using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTracing.Tag;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>OpenTracing over an Activity, or over nothing but a context where the span is not recorded.</summary>
/// <remarks>Over an Activity it is its own context, as it was started: without baggage. With baggage it has one beside it, another for each change.</remarks>
internal sealed class ShimSpan : RecordedContext, OpenTracing.ISpan
{
    private ShimSpanContext? _context;
    // The scope that started it and finishes it, and so knows whether it was finished before.
    private readonly ShimScope? _owner;
    private int _finished;
    private readonly bool _foreign;

    /// <summary>A span over an Activity, over nothing but a context, or over both where it has baggage.</summary>
    internal ShimSpan(Activity? activity, ShimSpanContext? context, bool foreign = false)
        : base(activity)
    {
        _context = context;
        _foreign = foreign;
    }

    /// <summary>A span whose scope finishes it, unless somebody does before.</summary>
    internal ShimSpan(Activity activity, ShimSpanContext? context, ShimScope owner)
        : base(activity)
    {
        _context = context;
        _owner = owner;
    }

    /// <summary>A span that was asked for when its scope had finished it.</summary>
    internal ShimSpan(Activity finished)
        : base(finished)
    {
        _finished = 1;
        IsLate = true;
    }

    public OpenTracing.ISpanContext Context => ShimContext;

    internal bool IsLate { get; }

    internal bool IsOwnedBy(ShimScope scope) => ReferenceEquals(_owner, scope);

    internal bool HasRemovedBaggage { get; private set; }

    internal override ActivityContext Identity => Activity is not null ? base.Identity : _context!.Identity;

    internal override Baggage Baggage => default;

    /// <summary>The context as it is now.</summary>
    internal ShimSpanContext ShimContext => _context ?? this;

    public OpenTracing.ISpan SetTag(string key, string value) => IsPlainWrite(key) ? Write(key, value) : Set(key, value);

    public OpenTracing.ISpan SetTag(string key, bool value) => IsPlainWrite(key) ? Write(key, TagMapping.Box(value)) : Set(key, TagMapping.Box(value));

    public OpenTracing.ISpan SetTag(string key, int value) => IsPlainWrite(key) ? Write(key, value) : CanWriteOrDecide(key) ? Set(key, value) : this;

    public OpenTracing.ISpan SetTag(string key, double value) => IsPlainWrite(key) ? Write(key, value) : CanWriteOrDecide(key) ? Set(key, value) : this;

    public OpenTracing.ISpan SetTag(BooleanTag tag, bool value) => SetTag(tag?.Key!, value);

    public OpenTracing.ISpan SetTag(IntOrStringTag tag, string value) => SetTag(tag?.Key!, value);

    public OpenTracing.ISpan SetTag(IntTag tag, int value) => SetTag(tag?.Key!, value);

    public OpenTracing.ISpan SetTag(StringTag tag, string value) => SetTag(tag?.Key!, value);

    public OpenTracing.ISpan SetOperationName(string operationName)
    {
        if (operationName is null) Misuse.Report("operation_name_null", "SetOperationName(null) was ignored.");
        else if (CanWrite()) Activity!.DisplayName = operationName;
        return this;
    }

    public OpenTracing.ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => Log(default, fields);

    public OpenTracing.ISpan Log(string @event) => Log(default(DateTimeOffset), @event);

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields)
    {
        if (!CanWrite()) return this;
        if (fields is null)
        {
            Misuse.Report("log_null", "Log(null) was ignored.");
            return this;
        }

        Activity!.AddEvent(LogMapping.ToEvent(fields, timestamp));
        return this;
    }

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, string @event)
    {
        if (!CanWrite()) return this;
        if (@event == TagMapping.Error) return Log(timestamp, [new KeyValuePair<string, object>(OpenTracing.LogFields.Event, @event)]);
        Activity!.AddEvent(new ActivityEvent(string.IsNullOrEmpty(@event) ? "log" : @event, timestamp));
        return this;
    }

    public string GetBaggageItem(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            Misuse.Report("baggage_key_null", "A baggage item without a name was asked for.");
            return null!;
        }

        return ShimContext.Baggage.GetBaggage(key)!;
    }

    public OpenTracing.ISpan SetBaggageItem(string key, string value)
    {
        if (string.IsNullOrEmpty(key))
        {
            Misuse.Report("baggage_key_null", "A baggage item without a name was ignored.");
            return this;
        }

        if (IsFinished)
        {
            Misuse.Report("write_after_finish", "A write to a finished span was ignored.");
            return this;
        }

        ShimSpanContext before, after;
        do
        {
            before = ShimContext;
            after = before.WithBaggageItem(key, value);
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _context, after, ReferenceEquals(before, this) ? null : before) ?? this, before));

        if (value is null) HasRemovedBaggage = true;
        Show(key, value);
        return this;
    }

    public void Finish() => Finish(default);

    public void Finish(DateTimeOffset finishTimestamp)
    {
        if (MarkFinished() is not { } activity) return;
        if (finishTimestamp != default) activity.SetEndTime(finishTimestamp.UtcDateTime);
        AmbientSpan.Stop(activity);
    }

    public override string ToString() => (Activity?.DisplayName ?? "not recorded") + " " + base.ToString() + (IsFinished ? " (finished)" : "");

    /// <summary>The Activity to stop, for the one caller that finishes the span.</summary>
    internal Activity? MarkFinished()
    {
        if (_owner is not null ? _owner.TryGiveFinish() : Interlocked.Exchange(ref _finished, 1) == 0) return Activity is { IsStopped: false } activity ? activity : null;
        Misuse.Report("finish_twice", "A span was finished a second time, which was ignored.");
        return null;
    }

    private bool IsFinished => Volatile.Read(ref _finished) != 0 || Activity is { IsStopped: true };

    // Most tags are nothing but attributes of a span that runs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlainWrite(string key) =>
        key is not null && TagMapping.IsOrdinary(key) && Activity is { IsAllDataRequested: true, IsStopped: false };

    private ShimSpan Write(string key, object? value)
    {
        Activity!.SetTag(key, value);
        return this;
    }

    private ShimSpan Set(string key, object? value)
    {
        if (key is null)
        {
            Misuse.Report("tag_key_null", "A tag without a name was ignored.");
        }
        else if (TagMapping.IsDecision(key))
        {
            Decide(key, value);
        }
        else if (CanWrite())
        {
            TagMapping.Set(Activity!, key, value);
        }

        return this;
    }

    // A decision is about the trace, so it counts on a span that is not recorded too.
    private void Decide(string key, object? value)
    {
        if (IsFinished)
        {
            Misuse.Report("write_after_finish", "A write to a finished span was ignored.");
            return;
        }

        if (TagMapping.AsDecision(key, value) is { } decision)
        {
            if (Activity is not null) LocalTrace.Decide(Activity, decision);
            else LocalTrace.Decide(_context!.Identity, decision);
        }

        if (key == Tags.SamplingPriority && Activity is { IsAllDataRequested: true }) Activity.SetTag(key, value);
    }

    // Asked before a number is boxed.
    private bool CanWriteOrDecide(string key) => Activity is { IsAllDataRequested: true } || TagMapping.IsDecision(key);

    private bool CanWrite()
    {
        if (Activity is null) return false;
        if (!IsFinished) return Activity.IsAllDataRequested;
        Misuse.Report("write_after_finish", "A write to a finished span was ignored.");
        return false;
    }

    // Where this span is the active one its items are the ambient ones too. An Activity that no scope opened keeps them itself, since
    // nothing would take them back from the flow.
    private void Show(string key, string? value)
    {
        var scope = AmbientSpan.Active;
        if (_foreign)
        {
            Activity!.SetBaggage(key, value);
            if (scope is not null && ReferenceEquals(scope.Activity, Activity)) AmbientBaggage.Show(scope, key, value, isOwn: false);
        }
        else if (scope is ShimScope { Span: { } span } ? ReferenceEquals(span, this) : scope?.Activity is { } active && ReferenceEquals(active, Activity))
        {
            AmbientBaggage.Show(scope, key, value, isOwn: true);
        }
    }
}
