using System.Collections.Concurrent;
using System.Diagnostics;

namespace Segue.Shim.Tests;

/// <summary>A vendor's listener that keeps an ambient stack of its own must not see non-active spans as current.</summary>
[TestClass]
public class VendorListenerTests
{
    [TestMethod]
    public void StartAndFinish_NonActive_LeaveNoTraceInAnotherListenersStack()
    {
        Activity.Current = null;
        using var vendor = new VendorListener();
        var tracer = new OpenTracingShim();

        using (tracer.BuildSpan("outer").StartActive())
        {
            var detached = tracer.BuildSpan("detached").Start();
            tracer.BuildSpan("sibling").StartActive().Dispose();
            detached.Finish();
            tracer.BuildSpan("later").StartActive().Dispose();
        }

        tracer.BuildSpan("root").Start().Finish();
        tracer.BuildSpan("next").StartActive().Dispose();

        Assert.AreEqual("outer", vendor.ParentOf("detached"));
        Assert.AreEqual("outer", vendor.ParentOf("sibling"));
        Assert.AreEqual("outer", vendor.ParentOf("later"));
        Assert.IsNull(vendor.ParentOf("root"));
        Assert.IsNull(vendor.ParentOf("next"));
    }

    [TestMethod]
    public async Task Finish_OnAnotherFlow_LeavesThatFlowsStackAlone()
    {
        Activity.Current = null;
        using var vendor = new VendorListener();
        var tracer = new OpenTracingShim();
        var detached = tracer.BuildSpan("detached").Start();

        await Task.Run(() =>
        {
            using (tracer.BuildSpan("other").StartActive())
            {
                detached.Finish();
                tracer.BuildSpan("inner").StartActive().Dispose();
            }
        });

        Assert.AreEqual("other", vendor.ParentOf("inner"));
    }

    [TestMethod]
    public void Finish_OfTheActiveSpan_TakesItOffAnotherListenersStack()
    {
        Activity.Current = null;
        using var vendor = new VendorListener();
        var tracer = new OpenTracingShim();

        using (tracer.BuildSpan("outer").StartActive())
        using (var scope = tracer.BuildSpan("inner").StartActive(false))
        {
            scope.Span.Finish();
            tracer.BuildSpan("after").StartActive().Dispose();
        }

        Assert.AreEqual("outer", vendor.ParentOf("after"));
    }

    private sealed class VendorListener : IDisposable
    {
        private readonly AsyncLocal<Frame?> _stack = new();
        private readonly ConcurrentDictionary<string, string> _parents = new();
        private readonly ActivityListener _listener;

        internal VendorListener()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == OpenTracingShim.ActivitySourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStarted = activity =>
                {
                    _parents[activity.DisplayName] = _stack.Value?.Name ?? "";
                    _stack.Value = new Frame(activity.DisplayName, _stack.Value);
                },
                ActivityStopped = _ => _stack.Value = _stack.Value?.Outer,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public void Dispose() => _listener.Dispose();

        internal string? ParentOf(string name) => _parents[name] is { Length: > 0 } parent ? parent : null;

        private sealed record Frame(string Name, Frame? Outer);
    }
}
