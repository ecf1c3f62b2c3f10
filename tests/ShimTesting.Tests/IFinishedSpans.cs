using OpenTracing;

namespace Segue.Shim.Testing.Tests;

/// <summary>What a suite written on MockTracer needs of either recorder.</summary>
internal interface IFinishedSpans
{
    ITracer Tracer { get; }

    IReadOnlyList<FinishedSpan> FinishedSpans();

    void Reset();
}
