namespace Demo;

/// <summary>Sends the requests that are to be traced.</summary>
internal static class Shoppers
{
    private static readonly TimeSpan _requestTimeout = TimeSpan.FromSeconds(30);

    // There are no gramophones left.
    private static readonly (string Item, int Status)[] _wishes = [("teapot", 200), ("gramophone", 409), ("lantern", 200)];

    /// <summary>Sends requests one after the other.</summary>
    /// <returns>The trace id of each, as the storefront tells it.</returns>
    internal static async Task<IReadOnlyList<string>> BuyAsync(Uri storefront, int count, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = _requestTimeout };
        var traceIds = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var (item, status) = _wishes[i % _wishes.Length];
            using var response = await client.GetAsync(new Uri(storefront, "checkout?item=" + item), cancellation);
            if ((int)response.StatusCode != status)
                throw new DemoException($"Request {i + 1} for a {item} got HTTP {(int)response.StatusCode} instead of {status}: {await response.Content.ReadAsStringAsync(cancellation)}");
            if (!response.Headers.TryGetValues("X-Trace-Id", out var traceId)) throw new DemoException($"Request {i + 1} for a {item} was answered without a trace id.");
            traceIds.Add(traceId.First());
        }

        return traceIds;
    }
}
