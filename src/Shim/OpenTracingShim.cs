using System.Diagnostics;
using OpenTelemetry.Trace;
using OpenTracing;
using OpenTracing.Propagation;
using OpenTracing.Util;
using Segue.Context;
using Segue.Diagnostics;

namespace Segue.Shim;

/// <summary>An OpenTracing tracer whose spans and scopes are native spans.</summary>
/// <remarks>
/// <para>Register it with <c>GlobalTracer.Register(new OpenTracingShim())</c>; instrumented code stays as it is.</para>
/// <para>Errors: nothing is thrown but <see cref="NotSupportedException"/> for an unknown carrier format and
/// <see cref="ArgumentNullException"/> for a null format or carrier; everything else is ignored or adopted, and counted.</para>
/// <para>Threads and cost: safe from any thread; builders are not, as OpenTracing says.</para>
/// </remarks>
public sealed class OpenTracingShim : ITracer, IDisposable
{
    /// <summary>Name of the activity source, to be given to <c>AddSource</c> where <c>AddSegue</c> is not used.</summary>
    public const string ActivitySourceName = "opentracing-shim";

    internal static readonly ActivitySource Source = new(ActivitySourceName, typeof(OpenTracingShim).Assembly.GetName().Version?.ToString(3));

    private const string Name = "Segue.Shim.OpenTracingShim";

    private static int _saidNobodyListens;

    private static readonly TimeSpan _disposeLimit = TimeSpan.FromSeconds(4.5);

    private readonly CarrierMapping? _textMap;
    private readonly CarrierMapping? _httpHeaders;
    private readonly bool _linkAllReferences;
    private readonly ShimScopeManager _scopeManager = new();
    private IDisposable? _ownedProvider;

    /// <summary>Creates a shim with default options.</summary>
    public OpenTracingShim()
        : this(new ShimOptions())
    {
    }

    /// <summary>Creates a shim.</summary>
    /// <param name="options">Options, copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public OpenTracingShim(ShimOptions options)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (options.TextMap is not null) _textMap = new CarrierMapping(options.TextMap);
        if (options.HttpHeaders is not null) _httpHeaders = new CarrierMapping(options.HttpHeaders);
        _linkAllReferences = options.LinkAllReferences;
        // Each shim may say once that its spans go nowhere.
        Volatile.Write(ref _saidNobodyListens, 0);
    }

    /// <summary>Creates a shim beside a provider.</summary>
    /// <param name="provider">Used for nothing but its disposal, and only when <see cref="ShimOptions.OwnsProvider"/> says so; it must listen to <see cref="ActivitySourceName"/>.</param>
    /// <param name="options">Options, copied; <see langword="null"/> is the default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is <see langword="null"/>.</exception>
    public OpenTracingShim(TracerProvider provider, ShimOptions? options = null)
        : this(options ?? new ShimOptions())
    {
        if (provider is null) throw new ArgumentNullException(nameof(provider));
        if (options is { OwnsProvider: true }) _ownedProvider = provider;
    }

    /// <summary>View of what is active in the calling flow, whichever API made it so.</summary>
    public IScopeManager ScopeManager => _scopeManager;

    /// <summary>The active span of the calling flow.</summary>
    /// <value>The very object that was activated; over a span of another API one that writes to it; <see langword="null"/> when nothing is active.</value>
    public OpenTracing.ISpan ActiveSpan => AmbientSpan.Active is ShimScope { Span: { } span } ? span : _scopeManager.Active?.Span!;

    /// <summary>Registers a shim as the global tracer unless there is one.</summary>
    /// <param name="shim">The shim; <see langword="null"/> makes one with default options.</param>
    /// <returns>Whether it is now registered, one was before, or another tracer is.</returns>
    public static RegistrationResult TryRegisterGlobal(OpenTracingShim? shim = null)
    {
        if (!GlobalTracer.IsRegistered() && GlobalTracer.RegisterIfAbsent(shim ?? new OpenTracingShim())) return RegistrationResult.Registered;
        try
        {
            const string Open = "GlobalTracer{";
            var occupant = GlobalTracer.Instance.ToString() ?? "";
            if (occupant.StartsWith(Open, StringComparison.Ordinal)) occupant = occupant.Substring(Open.Length, occupant.Length - Open.Length - 1);
            return occupant == Name ? RegistrationResult.AlreadyOurs : RegistrationResult.OccupiedBy(occupant);
        }
        catch (Exception e)
        {
            return RegistrationResult.OccupiedBy("a tracer whose ToString throws " + e.GetType().Name);
        }
    }

    /// <summary>Begins a span.</summary>
    /// <param name="operationName">Name of the operation; <see langword="null"/> is recorded as an empty one.</param>
    /// <returns>A builder.</returns>
    public ISpanBuilder BuildSpan(string operationName) => new ShimSpanBuilder(operationName ?? "", _linkAllReferences);

    /// <summary>Writes a context and its baggage into a carrier.</summary>
    /// <param name="spanContext">The context; <see langword="null"/>, or another tracer's without readable ids, writes nothing and is counted.</param>
    /// <param name="format">Format of the carrier: <c>TextMap</c>, <c>HttpHeaders</c> or <c>Binary</c>.</param>
    /// <param name="carrier">The carrier; headers are set, never appended.</param>
    /// <typeparam name="TCarrier">Type of the carrier.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="format"/> or <paramref name="carrier"/> is <see langword="null"/>.</exception>
    /// <exception cref="NotSupportedException">The format is not known.</exception>
    public void Inject<TCarrier>(OpenTracing.ISpanContext spanContext, IFormat<TCarrier> format, TCarrier carrier)
    {
        var mapping = MappingFor(format, carrier, out var map);
        if (ShimSpanContext.From(spanContext) is not { } context)
        {
            if (spanContext is null) Misuse.Report("inject_null", "Inject without a context was ignored.");
            return;
        }

        try
        {
            if (mapping is not null) mapping.Write(context, map);
            else BinaryMapping.Write(context, (IBinary)carrier!);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Inject", e.Message);
        }
    }

    /// <summary>Reads a context and its baggage from a carrier.</summary>
    /// <param name="format">Format of the carrier: <c>TextMap</c>, <c>HttpHeaders</c> or <c>Binary</c>.</param>
    /// <param name="carrier">The carrier; names are read in any case and may repeat.</param>
    /// <typeparam name="TCarrier">Type of the carrier.</typeparam>
    /// <returns>The context, which may have baggage only; <see langword="null"/> when the carrier has neither.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="format"/> or <paramref name="carrier"/> is <see langword="null"/>.</exception>
    /// <exception cref="NotSupportedException">The format is not known.</exception>
    public OpenTracing.ISpanContext Extract<TCarrier>(IFormat<TCarrier> format, TCarrier carrier)
    {
        var mapping = MappingFor(format, carrier, out var map);
        try
        {
            return (mapping is null ? BinaryMapping.Read((IBinary)carrier!) : mapping.Read(map))!;
        }
        catch (Exception e)
        {
            CarrierReader.Forget();
            SegueEventSource.Log.Failure("Extract", e.Message);
            return null!;
        }
    }

    /// <summary>Disposes the provider, and so flushes it, if the shim owns it. Returns within 5 seconds and does nothing the second time.</summary>
    public void Dispose()
    {
        var provider = Interlocked.Exchange(ref _ownedProvider, null);
        if (provider is null) return;
        try
        {
            Task.Run(provider.Dispose).Wait(_disposeLimit);
        }
        catch (Exception e)
        {
            SegueEventSource.Log.Failure("Disposing the provider", e.Message);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static void SayNobodyListens()
    {
        if (_saidNobodyListens == 0 && Interlocked.Exchange(ref _saidNobodyListens, 1) == 0) SegueEventSource.Log.NobodyListens(ActivitySourceName);
    }

    // Null for the binary format, which no text-map propagator writes.
    private CarrierMapping? MappingFor(object? format, object? carrier, out ITextMap map)
    {
        if (format is null) throw new ArgumentNullException(nameof(format));
        if (carrier is null) throw new ArgumentNullException(nameof(carrier));
        map = (carrier as ITextMap)!;
        if (map is not null)
        {
            if (Is(format, BuiltinFormats.HttpHeaders)) return _httpHeaders ?? CarrierMapping.Default;
            if (Is(format, BuiltinFormats.TextMap)) return _textMap ?? CarrierMapping.Default;
        }

        if (carrier is IBinary && Is(format, BuiltinFormats.Binary)) return null;
        throw new NotSupportedException("The carrier format " + format + " is not supported.");
    }

    private static bool Is(object format, object known) => ReferenceEquals(format, known) || format.Equals(known);
}
