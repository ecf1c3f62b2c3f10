using OpenTracing.Tag;

namespace Segue.Shim.Tests;

/// <summary>An ISpan around another, as instrumentation libraries write them.</summary>
internal sealed class Decorator(OpenTracing.ISpan inner) : OpenTracing.ISpan
{
    public OpenTracing.ISpanContext Context => inner.Context;

    public void Finish() => inner.Finish();

    public void Finish(DateTimeOffset finishTimestamp) => inner.Finish(finishTimestamp);

    public string GetBaggageItem(string key) => inner.GetBaggageItem(key);

    public OpenTracing.ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => Returning(inner.Log(fields));

    public OpenTracing.ISpan Log(string @event) => Returning(inner.Log(@event));

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields) => Returning(inner.Log(timestamp, fields));

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, string @event) => Returning(inner.Log(timestamp, @event));

    public OpenTracing.ISpan SetBaggageItem(string key, string value) => Returning(inner.SetBaggageItem(key, value));

    public OpenTracing.ISpan SetOperationName(string operationName) => Returning(inner.SetOperationName(operationName));

    public OpenTracing.ISpan SetTag(BooleanTag tag, bool value) => Returning(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(IntOrStringTag tag, string value) => Returning(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(IntTag tag, int value) => Returning(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(StringTag tag, string value) => Returning(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(string key, bool value) => Returning(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, double value) => Returning(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, int value) => Returning(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, string value) => Returning(inner.SetTag(key, value));

    private Decorator Returning(OpenTracing.ISpan _) => this;
}
