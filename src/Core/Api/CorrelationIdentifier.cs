using System.Diagnostics;
using Segue.Context;

namespace Segue;

/// <summary>What a log line needs to be found from a trace and the reverse.</summary>
public static class CorrelationIdentifier
{
    private static string[] _service = ["", "", ""];

    /// <summary>Name of the service; empty until tracing is started.</summary>
    public static string Service => Volatile.Read(ref _service)[0];

    /// <summary>Version of the service; empty if not set.</summary>
    public static string Version => Volatile.Read(ref _service)[1];

    /// <summary>Deployment environment; empty if not set.</summary>
    public static string Env => Volatile.Read(ref _service)[2];

    /// <summary>Low 64 bits of the active trace's id, as agents show it in decimal; 0 when nothing is active.</summary>
    public static ulong TraceId => TraceIds.Low64(Identity.TraceId);

    /// <summary>Id of the active span in the same form; 0 when nothing is active.</summary>
    public static ulong SpanId => TraceIds.ToUInt64(Identity.SpanId);

    /// <summary>The active trace's id as 32 lower hex digits; all zero when nothing is active.</summary>
    public static string TraceIdHex => Identity.TraceId.ToHexString();

    /// <summary>The active span's id as 16 lower hex digits; all zero when nothing is active.</summary>
    public static string SpanIdHex => Identity.SpanId.ToHexString();

    private static ActivityContext Identity => AmbientSpan.ParentContext(new SpanStart(""), AmbientSpan.Capture());

    /// <summary>Says what service this process is; called when tracing starts.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="version">Version of the service.</param>
    /// <param name="env">Deployment environment.</param>
    public static void SetService(string? service, string? version, string? env) => Volatile.Write(ref _service, [service ?? "", version ?? "", env ?? ""]);
}
