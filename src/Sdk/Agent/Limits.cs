namespace Segue.Agent;

/// <summary>Sizes beyond which a trace agent would cut or refuse.</summary>
internal static class Limits
{
    internal const int NameLength = 100;
    internal const int ServiceLength = 100;
    internal const int TypeLength = 100;
    internal const int ResourceLength = 5_000;
    internal const int KeyLength = 200;
    internal const int ValueLength = 4_997;
    internal const int PayloadBytes = 10 * 1024 * 1024;

    internal const string Ellipsis = "...";

    /// <summary>Cuts text to a length in characters, never inside a surrogate pair.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text.Substring(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
    }

    /// <summary>Cuts a tag's value and says so in it.</summary>
    internal static string CutValue(string text) => text.Length <= ValueLength ? text : Cut(text, ValueLength) + Ellipsis;
}
