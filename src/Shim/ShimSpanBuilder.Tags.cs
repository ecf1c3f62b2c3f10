using System.Collections;
using System.Diagnostics;
using OpenTracing;
using OpenTracing.Tag;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <content>Collects the tags, and is their sequence.</content>
internal sealed partial class ShimSpanBuilder : IEnumerable<KeyValuePair<string, object?>>, IEnumerator<KeyValuePair<string, object?>>
{
    KeyValuePair<string, object?> IEnumerator<KeyValuePair<string, object?>>.Current => _tags![_position];

    object IEnumerator.Current => _tags![_position];

    public ISpanBuilder WithTag(string key, string value) => Add(key, value);

    public ISpanBuilder WithTag(string key, bool value) => Add(key, TagMapping.Box(value));

    public ISpanBuilder WithTag(string key, int value) => Add(key, value);

    public ISpanBuilder WithTag(string key, double value) => Add(key, value);

    public ISpanBuilder WithTag(BooleanTag tag, bool value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(IntOrStringTag tag, string value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(IntTag tag, int value) => WithTag(tag?.Key!, value);

    public ISpanBuilder WithTag(StringTag tag, string value) => WithTag(tag?.Key!, value);

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
