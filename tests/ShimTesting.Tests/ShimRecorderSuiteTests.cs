using OpenTracing;

namespace Segue.Shim.Testing.Tests;

/// <summary>The suite after the change of its recorder.</summary>
[TestClass]
public sealed class ShimRecorderSuiteTests : CarriedOverSuite
{
    private protected override IFinishedSpans Create() => new OnShimRecorder();

    private sealed class OnShimRecorder : IFinishedSpans, IDisposable
    {
        private readonly ShimRecorder _recorder = new();

        public ITracer Tracer => _recorder.Tracer;

        public IReadOnlyList<FinishedSpan> FinishedSpans() => [.. _recorder.FinishedSpans().Select(FinishedSpan.From)];

        public void Reset() => _recorder.Reset();

        public void Dispose() => _recorder.Dispose();
    }
}
