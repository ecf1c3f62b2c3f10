// Members of the framework's types that tests use, for frameworks that predate them.
namespace System;

internal static class TextExtensions
{
    internal static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

    internal static bool Contains(this string text, char part) => text.IndexOf(part) >= 0;

    internal static bool Contains(this string text, char part, StringComparison comparison) => text.IndexOf(part.ToString(), comparison) >= 0;

    internal static bool StartsWith(this string text, char part) => text.Length > 0 && text[0] == part;

    internal static bool EndsWith(this string text, char part) => text.Length > 0 && text[text.Length - 1] == part;

    internal static string[] Split(this string text, char separator, StringSplitOptions options = StringSplitOptions.None) => text.Split([separator], options);

    internal static string[] Split(this string text, char separator, int count) => text.Split([separator], count);

    internal static string[] Split(this string text, string separator) => text.Split([separator], StringSplitOptions.None);

    // Only ordinal comparison is asked for, which the older member always does.
    internal static string Replace(this string text, string part, string by, StringComparison comparison) =>
        comparison == StringComparison.Ordinal ? text.Replace(part, by) : throw new NotSupportedException();

    internal static string ReplaceLineEndings(this string text, string ending) => text.Replace("\r\n", "\n").Replace("\n", ending);

    extension(string)
    {
        internal static string Join(char separator, IEnumerable<string?> parts) => string.Join(separator.ToString(), parts);
    }
}
