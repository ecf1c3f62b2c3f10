#region using
using OpenTracing;
using OpenTracing.Mock;
#endregion

namespace Migrations.Before;

internal static class MockTracerTest
{
    internal static bool Passes(Action<ITracer> placeOrder)
    {
        #region code
        var tracer = new MockTracer();

        placeOrder(tracer);

        var span = tracer.FinishedSpans().Single();
        var passes = span.OperationName == "order" && (int)span.Tags["items"] == 3 && span.ParentId == null;
        #endregion
        return passes;
    }
}
