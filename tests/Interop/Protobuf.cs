namespace Segue.Interop;

/// <summary>Finds the length-delimited fields of a protobuf message: embedded messages, text and bytes.</summary>
internal static class Protobuf
{
    internal static IEnumerable<byte[]> Messages(byte[] message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            var from = at;
            switch (tag & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number(message, ref at);
                    from = at;
                    at += length;
                    if ((int)(tag >> 3) == field) yield return message[from..at];
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at {from}.");
            }
        }
    }

    private static ulong Number(byte[] message, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
    }
}
