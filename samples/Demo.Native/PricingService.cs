using Demo.Legacy;
using Segue;

namespace Demo.Pricing;

/// <summary>Quotes prices; written against the native API, over a legacy library.</summary>
internal sealed class PricingService(HttpClient client, Func<Task<Uri>> storefront)
{
    internal async Task<string> QuoteAsync(string item)
    {
        using var scope = Tracer.Instance.StartActive("pricing.quote");
        scope.Span.Type = SpanTypes.Custom;
        scope.Span.ResourceName = "quote " + item;

        var price = Discounts.Apply(item, LookUpBasePrice);
        scope.Span.SetTag("pricing.price", price);

        using (Tracer.Instance.StartActive("pricing.note"))
        {
            await client.GetStringAsync(new Uri(await storefront(), "ledger?item=" + Uri.EscapeDataString(item)));
        }

        return item + " " + price;
    }

    // Called by the legacy library, below its span. There is no database: the span says what one would be asked.
    private static int LookUpBasePrice(string item)
    {
        using var scope = Tracer.Instance.StartActive("pricing.query");
        scope.Span.Type = SpanTypes.Sql;
        scope.Span.ResourceName = "SELECT price FROM catalogue WHERE item = ?";
        scope.Span.SetTag(Tags.DbName, "catalogue");
        return 10 * (item.Length + 1);
    }
}
