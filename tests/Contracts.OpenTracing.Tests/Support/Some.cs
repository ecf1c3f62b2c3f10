using OpenTracing;
using OpenTracing.Mock;

namespace Segue.Contracts.OpenTracing.Tests.Support;

/// <summary>Makes values whose content does not matter to the test.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2020, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    public static MockSpan Span(MockTracer tracer = null) => (MockSpan)(tracer ?? new MockTracer()).BuildSpan("operation").Start();

    public static MockSpan FinishedSpan()
    {
        var span = Span();
        span.Finish();
        return span;
    }

    public static MockSpan SpanWithReferences(params MockSpan.Reference[] references) =>
        new(new MockTracer(), "operation", Time, null, [.. references]);

    public static MockSpanContext Context(params (string Key, string Value)[] baggage) =>
        baggage.Aggregate(Span().Context, (context, item) => context.WithBaggageItem(item.Key, item.Value));

    public static ISpanContext ForeignContext() => CallRecorder.Create<ISpanContext>(out _);
}
