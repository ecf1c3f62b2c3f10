using System.Globalization;

namespace Segue.CompatMatrix.Fleets.Peers;

/// <summary>The headers of a plain client, written anew from their descriptions; nothing of the product is used.</summary>
internal abstract class PeerHeaders
{
    internal abstract string Name { get; }

    internal abstract bool CarriesBaggage { get; }

    /// <summary>Reads what arrived; <see langword="null"/> where nothing of this format did, or nothing that it accepts.</summary>
    internal abstract PeerContext? Read(IDictionary<string, string> headers);

    internal abstract void Write(PeerContext context, IDictionary<string, string> headers);

    protected static bool IsHex(string text, int mostDigits) => text.Length > 0 && text.Length <= mostDigits && text.All(char.IsAsciiHexDigit);

    protected static ulong Number(string hex) => ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Percent-escapes all but letters, digits and <c>-_.~</c>, as UTF-8.</summary>
    protected static string Escape(string text) => Uri.EscapeDataString(text);

    protected static string Unescape(string text) => Uri.UnescapeDataString(text);
}
