using OpenTracing.Tag;

namespace Segue.CompatMatrix.Cases;

/// <summary>A span around another, as metrics libraries make them. Around nothing, every member throws.</summary>
internal sealed class DecoratedSpan(OpenTracing.ISpan inner) : OpenTracing.ISpan
{
    internal int Finishes { get; private set; }

    public OpenTracing.ISpanContext Context => inner.Context;

    public void Finish()
    {
        Finishes++;
        inner.Finish();
    }

    public void Finish(DateTimeOffset finishTimestamp)
    {
        Finishes++;
        inner.Finish(finishTimestamp);
    }

    public string GetBaggageItem(string key) => inner.GetBaggageItem(key);

    public OpenTracing.ISpan SetBaggageItem(string key, string value) => Through(inner.SetBaggageItem(key, value));

    public OpenTracing.ISpan SetOperationName(string operationName) => Through(inner.SetOperationName(operationName));

    public OpenTracing.ISpan Log(IEnumerable<KeyValuePair<string, object>> fields) => Through(inner.Log(fields));

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields) => Through(inner.Log(timestamp, fields));

    public OpenTracing.ISpan Log(string @event) => Through(inner.Log(@event));

    public OpenTracing.ISpan Log(DateTimeOffset timestamp, string @event) => Through(inner.Log(timestamp, @event));

    public OpenTracing.ISpan SetTag(string key, string value) => Through(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, bool value) => Through(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, int value) => Through(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(string key, double value) => Through(inner.SetTag(key, value));

    public OpenTracing.ISpan SetTag(BooleanTag tag, bool value) => Through(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(IntOrStringTag tag, string value) => Through(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(IntTag tag, int value) => Through(inner.SetTag(tag, value));

    public OpenTracing.ISpan SetTag(StringTag tag, string value) => Through(inner.SetTag(tag, value));

    private DecoratedSpan Through(OpenTracing.ISpan _) => this;
}
