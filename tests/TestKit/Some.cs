using System.Diagnostics;

namespace Segue.TestKit;

/// <summary>Values whose content does not matter to the test.</summary>
public static class Some
{
    public const string TraceIdHex = "4bf92f3577b34da6a3ce929d0e0e4736";
    public const string SpanIdHex = "00f067aa0ba902b7";

    public static readonly ActivitySource Source = new("Test.OpenTelemetry");

    public static ActivityContext Context(ActivityTraceFlags flags = ActivityTraceFlags.Recorded, string? traceState = null, bool isRemote = true) =>
        new(ActivityTraceId.CreateFromString(TraceIdHex), ActivitySpanId.CreateFromString(SpanIdHex), flags, traceState, isRemote);

    public static string TraceParent(bool sampled = true) => "00-" + TraceIdHex + "-" + SpanIdHex + (sampled ? "-01" : "-00");
}
