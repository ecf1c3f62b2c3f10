using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue;

/// <summary>The native API over an Activity, or over nothing but an identity where the span is not recorded.</summary>
internal sealed class NativeSpan : ISpan
{
    private readonly Activity? _activity;
    private readonly ActivityContext _identity;
    private readonly string? _name;

    internal NativeSpan(Activity activity, Baggage baggage)
    {
        _activity = activity;
        Baggage = baggage;
    }

    internal NativeSpan(string? name, in ActivityContext identity, Baggage baggage)
    {
        _name = name;
        _identity = identity;
        Baggage = baggage;
    }

    public string? OperationName
    {
        get => _activity?.DisplayName ?? _name;
        set
        {
            if (value is not null && TryWrite(out var activity)) activity.DisplayName = value;
        }
    }

    public string? ResourceName
    {
        get => GetTag(Tags.ResourceName) ?? OperationName;
        set => Set(Tags.ResourceName, value);
    }

    public string? ServiceName
    {
        get => GetTag(Tags.ServiceName) ?? CorrelationIdentifier.Service;
        set => Set(Tags.ServiceName, value);
    }

    public string? Type
    {
        get => GetTag(Tags.SpanType);
        set => Set(Tags.SpanType, value);
    }

    public bool Error
    {
        get => _activity?.Status == ActivityStatusCode.Error;
        set
        {
            if (TryWrite(out var activity)) activity.SetStatus(value ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }

    public ulong TraceId => TraceIds.Low64(Identity.TraceId);

    public ulong SpanId => TraceIds.ToUInt64(Identity.SpanId);

    public ISpanContext Context => new SpanContext(Identity, BaggageInForce(), GetTag(Tags.ServiceName)) { Hidden = _activity is not null && HiddenActivity.IsHidden(_activity) ? _activity : null };

    internal Activity? Activity => _activity;

    internal Baggage Baggage { get; }

    internal ActivityContext Identity => _activity is not null ? LocalTrace.IdentityOf(_activity) : LocalTrace.InForce(_identity);

    public ISpan SetTag(string key, string? value)
    {
        switch (key)
        {
            case Tags.ManualKeep:
                if (IsTrue(value)) Decide(SamplingPriority.UserKeep);
                break;
            case Tags.ManualDrop:
                if (IsTrue(value)) Decide(SamplingPriority.UserReject);
                break;
            case Tags.SamplingPriority when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority):
                Decide(priority > 0 ? SamplingPriority.UserKeep : SamplingPriority.UserReject);
                break;
            default:
                Set(key, value);
                break;
        }

        return this;
    }

    public string? GetTag(string key)
    {
        if (key is null) return null;
        var value = _activity?.GetTagItem(key);
        return value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) switch { "" => null, var text => text };
    }

    public void SetException(Exception exception)
    {
        if (exception is null)
        {
            Misuse.Report("set_exception_null", "SetException(null) was ignored.");
            return;
        }

        if (!TryWrite(out var activity)) return;
        if (exception is AggregateException { InnerExceptions.Count: > 0 } aggregate) exception = aggregate.InnerExceptions[0];
        try
        {
            activity.SetTag(Tags.ErrorType, exception.GetType().FullName);
            activity.SetStatus(ActivityStatusCode.Error, exception.Message);
            activity.SetTag(Tags.ErrorMsg, exception.Message);
            activity.SetTag(Tags.ErrorStack, exception.ToString());
            activity.AddException(exception);
        }
        catch (Exception e)
        {
            // An exception whose own members throw still makes the span a failed one.
            activity.SetStatus(ActivityStatusCode.Error);
            SegueEventSource.Log.Failure("Describing an exception", e.GetType().Name);
        }
    }

    public void Finish()
    {
        if (_activity is null) return;
        if (_activity.IsStopped) Misuse.Report("finish_twice", "A span was finished a second time, which was ignored.");
        else AmbientSpan.Stop(_activity);
    }

    public void Finish(DateTimeOffset finishTimestamp)
    {
        if (_activity is { IsStopped: false }) _activity.SetEndTime(finishTimestamp.UtcDateTime);
        Finish();
    }

    public void Dispose()
    {
        if (_activity is { IsStopped: false }) AmbientSpan.Stop(_activity);
    }

    public override string ToString() => (OperationName ?? "span") + " " + Identity.TraceId.ToHexString() + "-" + Identity.SpanId.ToHexString();

    internal void Set(string key, object? value)
    {
        if (key is null) Misuse.Report("tag_key_null", "A tag without a name was ignored.");
        else if (TryWrite(out var activity)) activity.SetTag(key, value);
    }

    internal void Decide(SamplingPriority priority)
    {
        if (_activity is null) LocalTrace.Decide(_identity, priority);
        else if (!_activity.IsStopped) LocalTrace.Decide(_activity, priority);
        else Misuse.Report("write_after_finish", "A write to a finished span was ignored.");
    }

    // This API has no baggage of its own: what was set in OpenTelemetry's since the span became active is what the caller means to send.
    private Baggage BaggageInForce()
    {
        AmbientSpan.Capture(out var flow);
        return flow.Active is NativeScope scope && ReferenceEquals(scope.Span, this) ? AmbientBaggage.Read(flow) : Baggage;
    }

    private static bool IsTrue(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private bool TryWrite(out Activity activity)
    {
        activity = _activity!;
        if (_activity is null || !_activity.IsAllDataRequested) return false;
        if (!_activity.IsStopped) return true;
        Misuse.Report("write_after_finish", "A write to a finished span was ignored.");
        return false;
    }
}
