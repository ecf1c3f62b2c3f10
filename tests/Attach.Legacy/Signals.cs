using System.Runtime.InteropServices;

namespace Legacy;

internal static class Signals
{
    /// <summary>Says that it waits, and ends when it is asked to.</summary>
    internal static void Wait()
    {
        using var asked = new ManualResetEventSlim();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.Set();
        });
        Console.WriteLine("waiting " + Environment.ProcessId);
        asked.Wait(TimeSpan.FromSeconds(30));
        Console.WriteLine("asked " + asked.IsSet);
    }
}
