using System.Text;

namespace Segue.Attach.Tool.Doctor;

/// <summary>The list of files inside a single-file application.</summary>
/// <remarks>
/// <para>Shape: the host has a 32-byte mark, and before it the offset of a header, zero where there is no bundle. The header is, little-endian:</para>
/// <code>
/// uint32 major, uint32 minor, int32 files, string id
/// major 2 and later: int64 offset and size of deps.json, int64 offset and size of runtimeconfig.json, uint64 flags
/// each file: int64 offset, int64 size, major 6 and later: int64 compressed size (0: not), uint8 type, string path
/// </code>
/// </remarks>
internal sealed class Bundle
{
    private const int MaxFiles = 20_000;

    private static readonly byte[] _mark = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    private readonly string _path;
    private readonly Dictionary<string, (long Offset, long Size, bool Compressed)> _files = new(StringComparer.Ordinal);

    private Bundle(string path) => _path = path;

    internal IEnumerable<string> Names => _files.Keys;

    /// <summary>Reads the list; <see langword="null"/> for any other program.</summary>
    internal static Bundle? TryRead(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var at = Find(file, _mark);
            if (at < sizeof(long)) return null;
            using var reader = new BinaryReader(file, Encoding.UTF8);
            file.Position = at - sizeof(long);
            var header = reader.ReadInt64();
            if (header <= 0 || header >= file.Length) return null;
            file.Position = header;
            var major = reader.ReadUInt32();
            _ = reader.ReadUInt32();
            var count = reader.ReadInt32();
            if (count is < 0 or > MaxFiles) return null;
            _ = reader.ReadString();
            if (major >= 2) file.Position += (4 * sizeof(long)) + sizeof(ulong);
            var bundle = new Bundle(path);
            for (var i = 0; i < count; i++)
            {
                var offset = reader.ReadInt64();
                var size = reader.ReadInt64();
                var compressed = major >= 6 && reader.ReadInt64() != 0;
                _ = reader.ReadByte();
                bundle._files[reader.ReadString()] = (offset, size, compressed);
            }

            return bundle;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether a program has these bytes anywhere.</summary>
    internal static bool Contains(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Find(file, bytes) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The content of the first file that is wanted; <see langword="null"/> when there is none, or it is compressed.</summary>
    internal byte[]? Read(Predicate<string> wanted)
    {
        foreach (var (name, place) in _files)
        {
            if (!wanted(name)) continue;
            if (place.Compressed || place.Size > int.MaxValue) return null;
            using var file = File.OpenRead(_path);
            var bytes = new byte[place.Size];
            file.Position = place.Offset;
            file.ReadExactly(bytes);
            return bytes;
        }

        return null;
    }

    private static long Find(FileStream file, ReadOnlySpan<byte> bytes)
    {
        var buffer = new byte[1 << 20];
        var kept = 0;
        for (long start = 0; ;)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            if (read == 0) return -1;
            var filled = kept + read;
            var at = buffer.AsSpan(0, filled).IndexOf(bytes);
            if (at >= 0) return start + at;
            // What is looked for may lie across two reads.
            kept = Math.Min(filled, bytes.Length - 1);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            start += filled - kept;
        }
    }
}
