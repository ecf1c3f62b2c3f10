#region using
using OpenTracing;
using Segue.Shim.Testing;
#endregion

namespace Migrations.After;

internal static class MockTracerTest
{
    internal static bool Passes(Action<ITracer> placeOrder)
    {
        #region code
        using var recorder = new ShimRecorder();

        placeOrder(recorder.Tracer);

        var span = recorder.FinishedSpans().Single();
        var passes = span.OperationName == "order" && (int)span.Tags["items"] == 3 && span.ParentId == null;
        #endregion
        return passes;
    }
}
