// Lets init accessors compile for frameworks that predate them.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
