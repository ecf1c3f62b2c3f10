namespace Segue.Attach;

/// <summary>Says on standard error what the hook did or could not do.</summary>
/// <remarks>
/// <c>SEGUE_ATTACH_LOG</c> is <c>warning</c> unless it says <c>none</c> or <c>all</c>.
/// </remarks>
internal static class Announcement
{
    private const string Prefix = "segue-attach: ";

    /// <summary>Something that the user may have expected otherwise.</summary>
    internal static void Warn(string text)
    {
        if (Level != "none") Write(text);
    }

    /// <summary>Something that went as expected.</summary>
    internal static void Tell(string text)
    {
        if (Level == "all") Write(text);
    }

    private static string Level => AttachSettings.ReadLogLevel()?.Trim().ToLowerInvariant() ?? "";

    private static void Write(string text)
    {
        try
        {
            // Not Console.Error: the application may redirect it or set its encoding, and must find it untouched.
            using var error = new StreamWriter(Console.OpenStandardError());
            error.WriteLine(Prefix + text.ReplaceLineEndings(" "));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Nobody reads.
        }
    }
}
