using MessagePack;

namespace Segue.Agent;

/// <summary>Entries of a map that are the same for many spans, encoded once.</summary>
internal sealed class EncodedEntries
{
    internal static readonly EncodedEntries None = new([]);

    internal EncodedEntries(params IEnumerable<KeyValuePair<string, string>> entries)
    {
        var buffer = new PayloadBuffer(256);
        var writer = new MessagePackWriter(buffer);
        foreach (var entry in entries)
        {
            writer.Write(Limits.Cut(entry.Key, Limits.KeyLength));
            writer.Write(Limits.CutValue(entry.Value));
            Count++;
        }

        writer.Flush();
        Bytes = buffer.Bytes.AsSpan(0, buffer.Position).ToArray();
    }

    internal int Count { get; }

    internal byte[] Bytes { get; }

    internal static EncodedEntries Of(string key, string? value) => value is null ? None : new EncodedEntries(new KeyValuePair<string, string>(key, value));
}
