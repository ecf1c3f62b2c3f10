using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Segue.Attach;

/// <summary>What the runtime looks for, without a namespace, in each assembly that <c>DOTNET_STARTUP_HOOKS</c> names.</summary>
internal static class StartupHook
{
    /// <summary>Whether this process is attached to.</summary>
    internal static bool IsAttached { get; private set; }

    /// <summary>Called by the runtime before <c>Main</c>; whatever escaped from here would end the application.</summary>
    public static void Initialize() => Begin("startup hook");

    internal static void Report(Exception e)
    {
        try
        {
            Announcement.Warn("the application runs without Segue, because attaching failed: " + Attachment.Describe(e));
        }
        catch
        {
            // Standard error is closed, or its encoding can't be found: there is nobody to tell.
        }
    }

    // Compiling a method loads what it names. So this one names nothing but the runtime, and the handler stands before anything else is compiled.
    internal static void Begin(string way)
    {
        try
        {
            AssemblyLoadContext.Default.Resolving += OwnAssemblies.Resolve;
            Attach(way);
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Attach(string way) => IsAttached = Attachment.Run(way);
}
