using System.Diagnostics;

namespace Segue.Attach.Tool;

/// <summary>Runs a program beside this process, where a process can't become another one.</summary>
internal static class ChildProcess
{
    internal static int Run(string program, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, command.Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        // The console tells every process that is attached to it; this one waits for the other to end.
        Console.CancelKeyPress += static (_, pressed) => pressed.Cancel = true;
        try
        {
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"segue-attach: {program} can't be run: {e.Message}");
            return ExitCode.CannotRun;
        }
    }
}
