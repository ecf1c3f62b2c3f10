namespace Segue.Attach.Tool;

/// <summary>What the tool itself ends with; a program that runs gives its own.</summary>
internal static class ExitCode
{
    /// <summary>The doctor found something that keeps spans away.</summary>
    internal const int Unwell = 1;

    internal const int Usage = 2;

    /// <summary>As shells have it.</summary>
    internal const int CannotRun = 126;

    /// <summary>As shells have it.</summary>
    internal const int NotFound = 127;
}
