using System.Buffers;
using MessagePack;

namespace Segue.TraceView.Tests;

internal delegate void WriteValue(ref MessagePackWriter writer);

/// <summary>Payloads to decode.</summary>
internal static class Payloads
{
    /// <summary>One chunk of two spans, with everything that a span can have and a key that nobody knows.</summary>
    internal const string GoldenHex =
        "91" + "92" // one chunk of two spans
        + "8e"
        + "a874726163655f6964" + "cf1122334455667788" // trace_id
        + "a77370616e5f6964" + "cf00000000000000a1" // span_id
        + "a9706172656e745f6964" + "cf8000000000000001" // parent_id
        + "a46e616d65" + "a3676574" // name get
        + "a87265736f75726365" + "a6474554202f78" // resource "GET /x"
        + "a773657276696365" + "a473686f70" // service shop
        + "a474797065" + "a3776562" // type web
        + "a57374617274" + "cf17979cfe362a0000" // start 1700000000000000000
        + "a86475726174696f6e" + "cd03e8" // duration 1000
        + "a56572726f72" + "01" // error
        + "ab6d6574615f737472756374" + "81a161c403010203" // meta_struct, unknown here
        + "a46d657461" + "82" + "a95f64642e702e746964" + "b030303030303030303030303030306666" // _dd.p.tid 00000000000000ff
        + "b16f74656c2e6c6962726172792e6e616d65" + "a55365677565" // otel.library.name Segue
        + "a76d657472696373" + "82" + "a16e" + "cb3ff8000000000000" + "a169" + "07" // metrics n 1.5, i 7
        + "aa7370616e5f6c696e6b73" + "91" + "86" // span_links
        + "a874726163655f6964" + "02" + "ad74726163655f69645f68696768" + "01" + "a77370616e5f6964" + "03"
        + "aa61747472696275746573" + "81a16ba176" + "aa74726163657374617465" + "a3613d62" + "a5666c616773" + "ce80000001"
        + "84"
        + "a874726163655f6964" + "cf1122334455667788"
        + "a77370616e5f6964" + "cc02"
        + "a474797065" + "c0" // type nil
        + "a46d657461" + "c0"; // meta nil

    internal static byte[] Golden => Convert.FromHexString(GoldenHex);

    /// <summary>One chunk of spans given as (id, parent).</summary>
    internal static byte[] Chunk(params (ulong Id, ulong Parent)[] spans) => Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(spans.Length);
        foreach (var (id, parent) in spans)
        {
            writer.WriteMapHeader(4);
            writer.Write("trace_id");
            writer.WriteUInt64(1);
            writer.Write("span_id");
            writer.WriteUInt64(id);
            writer.Write("parent_id");
            writer.WriteUInt64(parent);
            writer.Write("service");
            writer.Write("shop");
        }
    });

    /// <summary>One chunk of one span whose only further field is written by the caller.</summary>
    internal static byte[] SpanWith(WriteValue write) => Write((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(1);
        writer.WriteArrayHeader(1);
        writer.WriteMapHeader(3);
        writer.Write("trace_id");
        writer.WriteUInt64(1);
        writer.Write("span_id");
        writer.WriteUInt64(2);
        write(ref writer);
    });

    private static byte[] Write(WriteValue write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
