using System.Diagnostics;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Propagation;

/// <summary>Lets .NET's own HttpClient and Kestrel speak the configured header formats, without an instrumentation package.</summary>
/// <remarks>
/// <para>Install it as <see cref="DistributedContextPropagator.Current"/> before the first HttpClient or web host is made, since both keep the one they find.</para>
/// <para>What is injected is what the nearest recorded span says, with the decision in force; a header that is already there is replaced, so
/// that a request never has two values of one. Headers and baggage go only to the hosts that are allowed.</para>
/// <para>A web host joins a trace only below a span. Where the headers name a trace without one, as Datadog's of browsers and synthetic tests
/// may, <see cref="NoParent"/> stands for it: the Datadog exit and headers have no parent then, an OTLP span names that id.</para>
/// <para>Errors: nothing is thrown; what a carrier throws is said by the event source.</para>
/// <para>Threads and cost: stateless, safe from any thread.</para>
/// </remarks>
public sealed class HttpPropagator : DistributedContextPropagator
{
    private static readonly Action<Outgoing, string, string> _set = static (carrier, name, value) => carrier.Set(name, value);
    private static readonly PropagatorSetterCallback _add = static (carrier, name, value) => ((HttpRequestMessage)carrier!).Headers.TryAddWithoutValidation(name, value);
    private static readonly Func<IncomingRequest, string, IEnumerable<string>?> _get = static (carrier, name) => carrier.Get(name);

    // What a request's headers named besides the context that goes on, until somebody who starts or enriches its span asks.
    private static readonly ConditionalWeakTable<object, IReadOnlyList<ActivityLink>> _links = new();

    // Where the links were kept last on this thread.
    [ThreadStatic]
    private static object? _linkedCarrier;

    // Set by the first link ever: until then no request has to be looked up.
    private static volatile bool _anyLinks;

    /// <summary>Stands for the parent in a request whose headers name a trace and no span of it.</summary>
    /// <value><c>5365677565004e50</c>, the same in every process; exits that can say so give its children no parent.</value>
    public static ActivitySpanId NoParent { get; } = TraceIds.ToSpanId(0x5365_6775_6500_4e50);

    private readonly CompositePropagator _propagator;
    private readonly HostPatterns _headersTo;
    private readonly HostPatterns _baggageTo;
    // Baggage headers that were written into a request, which a redirect to another host sends again; those of fixed name the framework removes.
    private static readonly ConditionalWeakTable<HttpRequestMessage, List<string>> _itemHeaders = new();

    // A web host reads the context and then, from the same headers, the baggage, which was found with it.
    [ThreadStatic]
    private static HttpPropagator? _lastReader;

    [ThreadStatic]
    private static object? _lastCarrier;

    [ThreadStatic]
    private static Baggage _lastBaggage;

    private readonly string[] _fields;
    private readonly ISet<string> _fieldSet;

    /// <summary>Creates a propagator that sends to every host.</summary>
    /// <param name="propagator">The formats.</param>
    /// <exception cref="ArgumentNullException"><paramref name="propagator"/> is <see langword="null"/>.</exception>
    public HttpPropagator(CompositePropagator propagator)
        : this(propagator, ["*"], ["*"])
    {
    }

    /// <summary>Creates a propagator.</summary>
    /// <param name="propagator">The formats.</param>
    /// <param name="propagateTo">Host patterns that get headers, e.g. <c>*.internal</c>; <c>*</c> stands for any characters, case is ignored.</param>
    /// <param name="propagateBaggageTo">Host patterns that get baggage too.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public HttpPropagator(CompositePropagator propagator, IEnumerable<string> propagateTo, IEnumerable<string> propagateBaggageTo)
    {
        _propagator = propagator ?? throw new ArgumentNullException(nameof(propagator));
        _headersTo = new HostPatterns(propagateTo ?? throw new ArgumentNullException(nameof(propagateTo)));
        _baggageTo = new HostPatterns(propagateBaggageTo ?? throw new ArgumentNullException(nameof(propagateBaggageTo)));
        _fieldSet = propagator.Fields;
        _fields = [.. _fieldSet];
    }

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => _fields;

    /// <summary>Finds the links that came with a request.</summary>
    /// <param name="carrier">The object that the headers were read from.</param>
    /// <param name="links">Contexts of other traces that the headers named; given once.</param>
    /// <returns><see langword="false"/>, nearly always, when there are none.</returns>
    public static bool TryTakeLinks(object carrier, out IReadOnlyList<ActivityLink> links)
    {
        links = [];
        if (carrier is null || !_links.TryGetValue(carrier, out var found)) return false;
        _links.Remove(carrier);
        links = found;
        return true;
    }

    /// <summary>Finds the links that came with the request which was read last on this thread, for whoever sees its span start.</summary>
    /// <param name="links">Contexts of other traces that the headers named; given once, here or by <see cref="TryTakeLinks(object, out IReadOnlyList{ActivityLink})"/>.</param>
    /// <returns><see langword="false"/>, nearly always, when there are none.</returns>
    public static bool TryTakeLinks(out IReadOnlyList<ActivityLink> links)
    {
        links = [];
        if (!_anyLinks || _linkedCarrier is not { } carrier) return false;
        _linkedCarrier = null;
        return TryTakeLinks(carrier, out links);
    }

    /// <summary>Whether a request's headers were read through this propagator.</summary>
    /// <value><see langword="false"/> while a web host that serves requests has another one.</value>
    public bool HasRead { get; private set; }

    /// <summary>Lists the headers of a carrier whose type is not known here; set by the package that knows the web host's.</summary>
    /// <value>Gives <see langword="null"/> for a carrier that it does not know. Default: none, and each header costs a look-up.</value>
    public static Func<object, IEnumerable<KeyValuePair<string, string?>>?>? HeaderLister { get; set; }

    /// <summary>Whether the calling flow wants nothing traced or propagated; OpenTelemetry's SDK knows, and what installs the propagator knows the SDK.</summary>
    /// <value>Asked for each outgoing request; while it says so nothing is written. Default: none, and everything is.</value>
    public Func<bool>? IsSuppressed { get; init; }

    /// <summary>Writes the context that goes with an outgoing request.</summary>
    /// <param name="activity">The Activity that the framework would name; <see langword="null"/> writes nothing.</param>
    /// <param name="carrier">The request.</param>
    /// <param name="setter">Sets a header; <see langword="null"/> writes nothing.</param>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is not null && setter is not null) Write(activity, carrier, setter);
    }

    /// <summary>Writes the context that is ambient into an outgoing request, for a client that does not ask for it.</summary>
    /// <remarks>
    /// <para>A span that nobody records passes its parent's identity and its baggage on, as everywhere.</para>
    /// </remarks>
    /// <param name="request">The request; <see langword="null"/> is ignored.</param>
    public void Inject(HttpRequestMessage request)
    {
        if (request is not null) Write(null, request, _add);
    }

    private void Write(Activity? activity, object? carrier, PropagatorSetterCallback setter)
    {
        try
        {
            if (IsSuppressed?.Invoke() == true) return;
            if (carrier is HttpRequestMessage request && _itemHeaders.TryGetValue(request, out var items)) TakeBack(request, items);
            var host = (carrier as HttpRequestMessage)?.RequestUri is { IsAbsoluteUri: true } uri ? uri.Host : null;
            if (host is not null && !_headersTo.Match(host)) return;
            var baggage = host is null || _baggageTo.Match(host) ? AmbientBaggage.Read() : default;
            var identity = activity is null ? HiddenActivity.OutgoingContext() : HiddenActivity.OutgoingContext(Nearest(activity));
            _propagator.Inject(new PropagationContext(identity, baggage), new Outgoing(carrier, setter, _fieldSet), _set);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Injecting into a request", e.Message);
        }
    }

    /// <summary>Reads the context of an incoming request.</summary>
    /// <param name="carrier">The request's headers.</param>
    /// <param name="getter">Reads a header; <see langword="null"/> reads nothing.</param>
    /// <param name="traceId">The parent as <c>00-{32 hex}-{16 hex}-{2 hex}</c>; <see langword="null"/> when there is none.</param>
    /// <param name="traceState">The tracestate, with the vendor's state first.</param>
    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceId = traceState = null;
        if (getter is null) return;
        if (!HasRead) HasRead = true;
        var read = Extract(carrier, getter);
        if (carrier is not null) Keep(carrier, read.Links);
        _lastReader = this;
        _lastCarrier = carrier;
        _lastBaggage = read.Context.Baggage;
        var context = read.Context.ActivityContext;
        DebugId.Ask(TakeDebugId(ref _lastBaggage) is { } id && context.TraceId == default ? id : null);
        if (context.TraceId == default) return;
        var parent = context.SpanId == default ? NoParent : context.SpanId;
        traceId = "00-" + context.TraceId.ToHexString() + "-" + parent.ToHexString() + ((context.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? "-01" : "-00");
        traceState = context.TraceState;
    }

    /// <summary>Reads the baggage of an incoming request.</summary>
    /// <remarks>
    /// <para>Right after <see cref="ExtractTraceIdAndState"/> on the same thread and carrier, as a web host calls it, nothing is read again.</para>
    /// </remarks>
    /// <param name="carrier">The request's headers.</param>
    /// <param name="getter">Reads a header; <see langword="null"/> reads nothing.</param>
    /// <returns>The items; <see langword="null"/> when there are none.</returns>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter)
    {
        if (getter is null) return null;
        var baggage = TakeLast(carrier) ?? ReadBaggage(carrier, getter);
        TakeDebugId(ref baggage);
        if (baggage.Count == 0) return null;
        var items = new List<KeyValuePair<string, string?>>(baggage.Count);
        foreach (var item in baggage.GetBaggage()) items.Add(new(item.Key, item.Value));
        return items;
    }

    // HttpClient names the Activity that it made; where nobody records that one, a legacy span that was started inside it is the request's span.
    private static Activity Nearest(Activity activity) =>
        HiddenActivity.IsHidden(activity) && Activity.Current is { IsStopped: false } inner && !ReferenceEquals(inner, activity) && !HiddenActivity.IsHidden(inner) ? inner : activity;

    // A server uses its header object again for the next request of a connection.
    private static void Keep(object carrier, IReadOnlyList<ActivityLink>? links)
    {
        if (_anyLinks)
        {
            _links.Remove(carrier);
            _linkedCarrier = null;
        }

        if (links is not { Count: > 0 }) return;
        _anyLinks = true;
        _links.Remove(carrier);
        _links.Add(carrier, links);
        _linkedCarrier = carrier;
    }

    // Given once, and forgotten either way: the headers may be another request's the next time.
    private Baggage? TakeLast(object? carrier)
    {
        Baggage? last = carrier is not null && ReferenceEquals(_lastCarrier, carrier) && ReferenceEquals(_lastReader, this) ? _lastBaggage : null;
        _lastReader = null;
        _lastCarrier = null;
        _lastBaggage = default;
        return last;
    }

    private Baggage ReadBaggage(object? carrier, PropagatorGetterCallback getter)
    {
        try
        {
            return _propagator.ExtractBaggage(new IncomingRequest(carrier, getter), _get);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Extracting from a request", e.Message);
            return default;
        }
    }

    private Extracted Extract(object? carrier, PropagatorGetterCallback getter)
    {
        try
        {
            return _propagator.ExtractAll(default, new IncomingRequest(carrier, getter), _get);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Extracting from a request", e.Message);
            return default;
        }
    }

    // It is for the root's sampler, and no item of the application's.
    private static string? TakeDebugId(ref Baggage baggage)
    {
        if (baggage.Count == 0 || baggage.GetBaggage(DebugId.Key) is not { } id) return null;
        baggage = baggage.RemoveBaggage(DebugId.Key);
        return id;
    }

    private static void TakeBack(HttpRequestMessage request, List<string> items)
    {
        foreach (var name in items) request.Headers.Remove(name);
        items.Clear();
    }

    private readonly struct Outgoing(object? carrier, PropagatorSetterCallback setter, ISet<string> fields)
    {
        internal void Set(string name, string value)
        {
            if (carrier is HttpRequestMessage request)
            {
                // The framework's setter adds; legacy code may have written the same header into the request already.
                request.Headers.Remove(name);
                if (!fields.Contains(name)) _itemHeaders.GetOrCreateValue(request).Add(name);
            }

            setter(carrier, name, value);
        }
    }
}
