using System;
using System.Net.Http;
using OpenTracing;
using OpenTracing.Util;

namespace Classic;

/// <summary>Code as it was instrumented years ago; it knows of OpenTracing only.</summary>
internal sealed class OrderService
{
    private readonly HttpClient _client;
    private readonly Uri _warehouse;

    internal OrderService(HttpClient client, Uri warehouse)
    {
        _client = client;
        _warehouse = warehouse;
    }

    internal void Place(string order)
    {
        ITracer tracer = GlobalTracer.Instance;
        using (IScope scope = tracer.BuildSpan("order.place").StartActive(finishSpanOnDispose: true))
        {
            scope.Span.SetTag("order.id", order).SetBaggageItem("order", order);
            _client.GetAsync(_warehouse).GetAwaiter().GetResult().Dispose();
        }
    }
}
