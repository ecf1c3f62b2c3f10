using System.Runtime.InteropServices;

namespace Segue.Attach.Tool;

/// <summary>Turns this process into another program, so that there is nothing between it and its terminal, its signals and who waits for it.</summary>
internal static unsafe partial class ProcessImage
{
    private const int SigPipe = 13;
    private const int NoSuchFile = 2;

    /// <summary>Does not return unless the program can't be run.</summary>
    internal static int Replace(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        // The runtime ignores it, and a program keeps what was ignored when it began.
        _ = Signal(SigPipe, 0);
        _ = Execve(program, Strings(arguments), Strings(variables.Select(variable => variable.Key + "=" + variable.Value)));
        var error = Marshal.GetLastPInvokeError();
        Console.Error.WriteLine($"segue-attach: {program} can't be run: {Marshal.GetPInvokeErrorMessage(error)}.");
        return error == NoSuchFile ? ExitCode.NotFound : ExitCode.CannotRun;
    }

    // A list that ends with a null, of text that does. Either this process is gone soon, or it ends.
    private static byte** Strings(IEnumerable<string> values)
    {
        var all = values.ToArray();
        var list = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < all.Length; i++) list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(all[i]);
        return list;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execve(string path, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Signal(int signal, nint handler);
}
