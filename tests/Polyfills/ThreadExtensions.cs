// Members of the framework's types that tests use, for frameworks that predate them.
namespace System.Threading;

internal static class ThreadExtensions
{
    /// <summary>Starts a thread without the caller's context.</summary>
    internal static void UnsafeStart(this Thread thread)
    {
        using (ExecutionContext.SuppressFlow()) thread.Start();
    }
}
