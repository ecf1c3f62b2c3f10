using OpenTracing;
using OpenTracing.Tag;
using OpenTracing.Util;

namespace Demo.Legacy;

/// <summary>A library routine that newer services still call, and that calls them back.</summary>
public static class StockRoom
{
    /// <summary>An item that there is none of.</summary>
    public const string SoldOutItem = "gramophone";

    /// <summary>Takes an item off the shelf once its price is known.</summary>
    public static async Task<string> ReserveAsync(string item, Func<Task<string>> askPrice)
    {
        if (askPrice is null) throw new ArgumentNullException(nameof(askPrice));
        using var scope = GlobalTracer.Instance.BuildSpan("stock.reserve")
            .WithTag(Tags.Component, "stock-room")
            .WithTag("stock.item", item)
            .StartActive(finishSpanOnDispose: true);
        var span = scope.Span;
        try
        {
            var price = await askPrice().ConfigureAwait(false);
            if (item == SoldOutItem) throw new OutOfStockException("There is no " + item + " left.");
            span.SetTag("stock.left", 11);
            span.Log("reserved");
            return price;
        }
        catch (OutOfStockException e)
        {
            span.SetTag(Tags.Error, true);
            span.Log(new Dictionary<string, object> { [LogFields.Event] = "error", [LogFields.ErrorObject] = e });
            throw;
        }
    }
}
