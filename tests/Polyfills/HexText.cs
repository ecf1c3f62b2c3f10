// Members of the framework's types that tests use, for frameworks that predate them.
namespace System;

internal static class HexText
{
    extension(Convert)
    {
        internal static string ToHexStringLower(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
    }
}
