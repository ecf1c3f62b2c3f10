using System.Diagnostics;
using Demo.Legacy;
using Microsoft.AspNetCore.Http;

namespace Demo.Inventory;

/// <summary>Reserves items; written against <see cref="ActivitySource"/>, over a legacy library.</summary>
internal sealed class InventoryService(HttpClient client, Func<Task<Uri>> pricing)
{
    internal const string ActivitySourceName = "Demo.Inventory";

    private static readonly ActivitySource _source = new(ActivitySourceName, "1.0.0");

    internal async Task<IResult> ReserveAsync(string item)
    {
        using var activity = _source.StartActivity("reserve");
        activity?.SetTag("inventory.item", item);
        try
        {
            var price = await StockRoom.ReserveAsync(item, () => AskPriceAsync(item));
            return Results.Text(price);
        }
        catch (OutOfStockException e)
        {
            activity?.AddException(e);
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            return Results.Text(e.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }

    // Called by the legacy library, below its span.
    private async Task<string> AskPriceAsync(string item)
    {
        using var activity = _source.StartActivity("ask price");
        var address = new Uri(await pricing(), "quote?item=" + Uri.EscapeDataString(item));
        return await client.GetStringAsync(address);
    }
}
