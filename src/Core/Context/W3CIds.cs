#if !NET
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Segue.Context;

/// <summary>Gives roots ids of W3C's form on .NET Framework, as every later platform and OpenTelemetry's SDK do.</summary>
internal static class W3CIds
{
    // By default that platform makes hierarchical ids, which no header format here can carry; an application that sets the format later has the last word.
#pragma warning disable CA2255 // There is no moment that every use of the library passes, and the first span counts.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prefer() => Activity.DefaultIdFormat = ActivityIdFormat.W3C;
}
#endif
