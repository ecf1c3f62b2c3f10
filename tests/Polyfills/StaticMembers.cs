// Members of the framework's types that tests use, for frameworks that predate them.
namespace System;

internal static class StaticMembers
{
    extension(GC)
    {
        /// <summary>The older framework counts for the whole process only, other threads' garbage included.</summary>
        internal static long GetAllocatedBytesForCurrentThread()
        {
            Assert.Inconclusive("This runtime does not tell what a thread allocates.");
            return 0;
        }
    }

    extension(char)
    {
        internal static bool IsAsciiLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
    }
}
