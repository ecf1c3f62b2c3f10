namespace Segue.Interop;

/// <summary>A span as a collector reads it.</summary>
/// <param name="Service">Process that it is from.</param>
/// <param name="TraceId">32 lower hex digits.</param>
/// <param name="SpanId">16 lower hex digits.</param>
/// <param name="ParentId">16 lower hex digits; empty at a root.</param>
/// <param name="Name">Operation.</param>
/// <param name="CallId">What the call was named by the test; empty where the framework made the span.</param>
internal sealed record OtlpSpan(string Service, string TraceId, string SpanId, string ParentId, string Name, string CallId);
