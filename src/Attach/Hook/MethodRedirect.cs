using System.Reflection;
using System.Runtime.InteropServices;

namespace Segue.Attach;

/// <summary>Leads the calls of a method that has not been compiled yet to another of the same signature.</summary>
/// <remarks>
/// <para>Callers reach such a method through an entry stub of the runtime, which jumps to where a data slot points: at first to the stub's own
/// second half, which has the method compiled, later to the code. Pointing the slot elsewhere is what the runtime does itself when code moves.</para>
/// <para>The stub on x64, .NET 8 to 10:</para>
/// <code>
/// FF 25 rel32      jmp  [target]     target is stub + 6 until the method is compiled
/// 4C 8B 15 rel32   mov  r10, [method] which holds the method's handle
/// FF 25 rel32      jmp  [compile]
/// </code>
/// <para>Nothing is written unless instructions, target and handle are exactly these; other runtimes and processors are left as they are.</para>
/// </remarks>
internal sealed unsafe record MethodRedirect(MethodInfo Method, nint Destination)
{
    private const int CompileEntry = 6;
    private const int MethodEntryEnd = 13;

    /// <summary>Leads all of the methods, or none of them.</summary>
    internal static bool TryApply(params MethodRedirect?[] redirects)
    {
        if (!IsKnownRuntime(RuntimeInformation.ProcessArchitecture, Environment.Version)) return false;
        var given = redirects.OfType<MethodRedirect>().ToArray();
        var slots = Array.ConvertAll(given, redirect => redirect.FindSlot());
        if (slots.Contains(0)) return false;
        for (var i = 0; i < given.Length; i++) Volatile.Write(ref *(nint*)slots[i], given[i].Destination);
        return true;
    }

    internal static bool IsKnownRuntime(Architecture architecture, Version version) =>
        architecture == Architecture.X64 && version.Major is >= 8 and <= 10 && Type.GetType("Mono.RuntimeStructs") is null;

    // Zero when the method is compiled already or its entry is something else.
    private nint FindSlot()
    {
        var handle = Method.MethodHandle;
        var stub = (byte*)handle.GetFunctionPointer();
        if (stub is null || stub[0] != 0xFF || stub[1] != 0x25) return 0;
        if (stub[6] != 0x4C || stub[7] != 0x8B || stub[8] != 0x15 || stub[13] != 0xFF || stub[14] != 0x25) return 0;
        var target = stub + CompileEntry + *(int*)(stub + 2);
        var method = stub + MethodEntryEnd + *(int*)(stub + 9);
        return *(nint*)target == (nint)(stub + CompileEntry) && *(nint*)method == handle.Value ? (nint)target : 0;
    }
}
