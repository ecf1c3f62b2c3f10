using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Writes trace context and baggage into the requests of an HttpClient that does not do so by itself, as that of .NET Framework and Mono.</summary>
/// <remarks>
/// <para>Give it to each client: <c>new HttpClient(new TracePropagationHandler(new HttpClientHandler()))</c>. It starts no span; the context that
/// goes out is that of the active one.</para>
/// <para>Formats and hosts are those of the <see cref="HttpPropagator"/> that is installed when the request is sent; without one, OpenTelemetry's
/// default propagator writes to every host. A header of the same name is replaced, so a request never has two values of one. Where the
/// handler below is .NET 5's or later it writes last, and its own span is the parent.</para>
/// <para>A redirect that the handler below follows keeps the headers; limit <c>PropagateTo</c> only together with <c>AllowAutoRedirect = false</c>.</para>
/// <para>Errors: nothing is thrown; what a propagator throws is said by the event source.</para>
/// <para>Threads and cost: stateless, safe from any thread.</para>
/// </remarks>
public sealed class TracePropagationHandler : DelegatingHandler
{
    private static readonly Action<HttpRequestMessage, string, string> _replace = static (request, name, value) =>
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    };

    /// <summary>Creates a handler whose <see cref="DelegatingHandler.InnerHandler"/> is set later, as <c>IHttpClientFactory</c> does.</summary>
    public TracePropagationHandler()
    {
    }

    /// <summary>Creates a handler.</summary>
    /// <param name="innerHandler">Sends the request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is <see langword="null"/>.</exception>
    public TracePropagationHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>Whether the calling flow wants nothing propagated, asked where no <see cref="HttpPropagator"/> is installed; OpenTelemetry's SDK knows.</summary>
    /// <value>Set by what knows the SDK. Default: none, and everything is propagated.</value>
    public static Func<bool>? IsSuppressed { get; set; }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Inject(request);
        return base.SendAsync(request, cancellationToken);
    }

#if NET
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Inject(request);
        return base.Send(request, cancellationToken);
    }

    // The framework's handlers ask the propagator in force wherever an Activity is current, and leave headers that are there alone.
    private bool ClientInjects()
    {
        var handler = InnerHandler;
        while (handler is DelegatingHandler { InnerHandler: { } inner }) handler = inner;
        return Activity.Current is not null && handler?.GetType().Assembly == typeof(HttpMessageHandler).Assembly;
    }
#else
    private static bool ClientInjects() => false;
#endif

    private void Inject(HttpRequestMessage request)
    {
        if (DistributedContextPropagator.Current is HttpPropagator propagator)
        {
            propagator.Inject(request);
            return;
        }

        try
        {
            if (ClientInjects() || IsSuppressed?.Invoke() == true) return;
            DefaultPropagator.Current.Inject(new PropagationContext(HiddenActivity.OutgoingContext(), AmbientBaggage.Read()), request, _replace);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Injecting into a request", e.Message);
        }
    }
}
