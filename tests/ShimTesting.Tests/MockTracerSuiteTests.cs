using OpenTracing;
using OpenTracing.Mock;

namespace Segue.Shim.Testing.Tests;

/// <summary>The suite as it was.</summary>
[TestClass]
public sealed class MockTracerSuiteTests : CarriedOverSuite
{
    private protected override IFinishedSpans Create() => new OnMockTracer();

    private sealed class OnMockTracer : IFinishedSpans
    {
        private readonly MockTracer _tracer = new();

        public ITracer Tracer => _tracer;

        public IReadOnlyList<FinishedSpan> FinishedSpans() => [.. _tracer.FinishedSpans().Select(FinishedSpan.From)];

        public void Reset() => _tracer.Reset();
    }
}
