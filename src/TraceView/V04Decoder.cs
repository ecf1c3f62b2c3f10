using System.Globalization;
using MessagePack;

namespace Segue.TraceView;

/// <summary>Reads payloads of <c>/v0.4/traces</c>, which may come from anybody.</summary>
/// <remarks>
/// <para>Shape: array of chunks; chunk: array of spans; span: map of <c>trace_id</c>, <c>span_id</c>, <c>parent_id</c> (uint), <c>name</c>,
/// <c>resource</c>, <c>service</c>, <c>type</c> (str or nil), <c>start</c>, <c>duration</c> (int, ns), <c>error</c> (int), <c>meta</c> (str to str),
/// <c>metrics</c> (str to number), <c>span_links</c> (array of maps). Other keys are skipped; of a repeated key the last one counts.</para>
/// <para>Threads and cost: stateless, safe from any thread; what is allocated is bounded by a small multiple of the payload.</para>
/// </remarks>
public static class V04Decoder
{
    /// <summary>Decodes a payload.</summary>
    /// <param name="payload">The whole body of a request.</param>
    /// <param name="chunks">Its chunks in order, each with its spans in order; empty when false is returned.</param>
    /// <param name="problem">What is wrong with the payload; <see langword="null"/> when true is returned.</param>
    /// <returns>Whether all of it was understood: cut data, wrong types, a span without ids and bytes after the end are refused.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> payload, out IReadOnlyList<IReadOnlyList<ReceivedSpan>> chunks, out string? problem)
    {
        chunks = [];
        try
        {
            var reader = new MessagePackReader(payload);
            var read = new List<IReadOnlyList<ReceivedSpan>>();
            for (var left = reader.ReadArrayHeader(); left > 0; left--) read.Add(ReadChunk(ref reader));
            if (!reader.End)
            {
                problem = "There are bytes after the end of the payload.";
                return false;
            }

            chunks = read;
            problem = null;
            return true;
        }
        catch (Exception e) when (e is EndOfStreamException or MessagePackSerializationException or OverflowException)
        {
            problem = e.Message;
            return false;
        }
    }

    private static ReceivedSpan[] ReadChunk(ref MessagePackReader reader)
    {
        var fields = new List<SpanFields>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--) fields.Add(SpanFields.Read(ref reader));
        var high = fields.Count > 0 ? ParseHigh(fields[0].TraceIdHigh) : 0;
        var spans = new ReceivedSpan[fields.Count];
        for (var i = 0; i < spans.Length; i++) spans[i] = fields[i].ToSpan(high);
        return spans;
    }

    private static ulong ParseHigh(string? text) =>
        text is { Length: 16 } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high) ? high : 0;
}
