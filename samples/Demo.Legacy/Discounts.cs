using OpenTracing.Tag;
using OpenTracing.Util;

namespace Demo.Legacy;

/// <summary>Another library routine with a callback.</summary>
public static class Discounts
{
    /// <summary>Takes a tenth off a base price that the caller looks up.</summary>
    public static int Apply(string item, Func<string, int> lookUpBasePrice)
    {
        if (lookUpBasePrice is null) throw new ArgumentNullException(nameof(lookUpBasePrice));
        using var scope = GlobalTracer.Instance.BuildSpan("discounts.apply")
            .WithTag(Tags.Component, "discounts")
            .StartActive(finishSpanOnDispose: true);
        var price = lookUpBasePrice(item) * 9 / 10;
        // Baggage that the storefront set two services ago.
        scope.Span.SetTag("customer", scope.Span.GetBaggageItem("customer"));
        scope.Span.SetTag("discount.percent", 10);
        return price;
    }
}
