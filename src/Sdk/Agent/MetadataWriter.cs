using System.Buffers.Text;
using System.Globalization;
using MessagePack;

namespace Segue.Agent;

/// <summary>Writes the entries of a span's <c>meta</c> and <c>metrics</c> side by side and counts them; the maps get their headers afterwards.</summary>
internal ref struct MetadataWriter(PayloadBuffer texts, PayloadBuffer numbers)
{
    private MessagePackWriter _texts = new(texts);
    private MessagePackWriter _numbers = new(numbers);

    internal int Texts { get; private set; }

    internal int Numbers { get; private set; }

    /// <summary>Begins another span; what was written for the one before has been taken.</summary>
    internal void Restart()
    {
        texts.Rewind(0);
        numbers.Rewind(0);
        Texts = Numbers = 0;
    }

    internal void Put(string key, string value)
    {
        WriteKey(ref _texts, key);
        WriteValue(value);
    }

    internal void Put(ReadOnlySpan<byte> key, string value)
    {
        _texts.WriteString(key);
        WriteValue(value);
    }

    /// <summary>Writes text that is not cut, since half of it would be none.</summary>
    internal void PutWhole(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _texts.WriteString(key);
        _texts.WriteString(value);
        Texts++;
    }

    /// <summary>Writes an entry that was encoded before.</summary>
    internal void PutEntry(ReadOnlySpan<byte> entry)
    {
        _texts.WriteRaw(entry);
        Texts++;
    }

    /// <summary>Writes entries that were encoded before.</summary>
    internal void Put(EncodedEntries entries)
    {
        if (entries.Count == 0) return;
        _texts.WriteRaw(entries.Bytes);
        Texts += entries.Count;
    }

    internal void Put(ReadOnlySpan<byte> key, double value)
    {
        _numbers.WriteString(key);
        _numbers.Write(value);
        Numbers++;
    }

    /// <summary>Writes any value under a name that is known.</summary>
    internal void PutKnown(KnownTexts names, int place, string key, object value)
    {
        if (value is string text)
        {
            names.Write(ref _texts, place);
            WriteValue(text);
        }
        else if (SpanMapping.TryNumber(value, out var number))
        {
            names.Write(ref _numbers, place);
            _numbers.Write(number);
            Numbers++;
        }
        else
        {
            PutAny(key, value);
        }
    }

    /// <summary>Writes any value, as a number if it is one.</summary>
    internal void PutAny(string key, object value)
    {
        switch (value)
        {
            case string text: Put(key, text); return;
            case bool flag:
                WriteKey(ref _texts, key);
                _texts.WriteString(flag ? "true"u8 : "false"u8);
                Texts++;
                return;
            case Array { Rank: 1 } array: PutItems(key, array); return;
        }

        if (SpanMapping.TryNumber(value, out var number))
        {
            WriteKey(ref _numbers, key);
            _numbers.Write(number);
            Numbers++;
        }
        else
        {
            Put(key, SpanMapping.ToText(value));
        }
    }

    /// <summary>Writes a value as text, a number too.</summary>
    internal void PutText(ReadOnlySpan<byte> key, object value)
    {
        if (value is not int number)
        {
            Put(key, SpanMapping.ToText(value));
            return;
        }

        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(number, digits, out var length);
        _texts.WriteString(key);
        _texts.WriteStringHeader(length);
        digits.Slice(0, length).CopyTo(_texts.GetSpan(length));
        _texts.Advance(length);
        Texts++;
    }

    internal void Flush()
    {
        _texts.Flush();
        _numbers.Flush();
    }

    private static void WriteKey(ref MessagePackWriter writer, string key)
    {
        if (key.Length <= Limits.KeyLength) writer.Write(key);
        else writer.Write(Limits.Cut(key, Limits.KeyLength));
    }

    private void WriteValue(string value)
    {
        _texts.Write(Limits.CutValue(value));
        Texts++;
    }

    private void PutItems(string key, Array array)
    {
        if (array.Length == 0) Put(key, "[]");
        switch (array)
        {
            case string?[] texts:
                for (var i = 0; i < texts.Length; i++)
                {
                    if (texts[i] is not { } text) continue;
                    ItemKey.Write(ref _texts, key, i);
                    WriteValue(text);
                }

                break;
            // An array of the unsigned type is one of the signed type as well, for a cast.
            case int[] numbers when array.GetType() == typeof(int[]): PutNumbers(key, numbers, static number => number); break;
            case long[] numbers when array.GetType() == typeof(long[]): PutNumbers(key, numbers, static number => number); break;
            case double[] numbers: PutNumbers(key, numbers, static number => number); break;
            case bool[] flags when array.GetType() == typeof(bool[]):
                for (var i = 0; i < flags.Length; i++)
                {
                    ItemKey.Write(ref _texts, key, i);
                    _texts.WriteString(flags[i] ? "true"u8 : "false"u8);
                    Texts++;
                }

                break;
            default: PutAnyItems(key, array); break;
        }
    }

    private void PutNumbers<T>(string key, T[] items, Func<T, double> toNumber)
    {
        for (var i = 0; i < items.Length; i++)
        {
            ItemKey.Write(ref _numbers, key, i);
            _numbers.Write(toNumber(items[i]));
            Numbers++;
        }
    }

    private void PutAnyItems(string key, Array array)
    {
        for (var i = 0; i < array.Length; i++)
        {
            // An array within an array is JSON; nothing is written for a null.
            var item = array.GetValue(i);
            if (item is not null) PutAny(key + "." + i.ToString(CultureInfo.InvariantCulture), item is Array ? SpanMapping.ToText(item) : item);
        }
    }
}
