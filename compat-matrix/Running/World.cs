using System.Diagnostics;
using System.Runtime.ExceptionServices;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTracing;
using OpenTracing.Propagation;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Running;

/// <summary>What a case may touch and see: a tracer, the spans that it finished, carriers, other APIs and other threads.</summary>
internal sealed class World(SubjectSession session) : IDisposable
{
    internal const string RemoteTraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    internal const string RemoteSpanId = "00f067aa0ba902b7";
    internal const string RemoteParent = "00-" + RemoteTraceId + "-" + RemoteSpanId + "-01";

    internal static readonly DateTimeOffset Noon = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly Stack<IDisposable> _undo = new();

    internal SubjectSession Session => session;

    internal ITracer Tracer => session.Tracer;

    internal OpenTracing.ISpan? ActiveSpan => Tracer.ActiveSpan;

    internal OpenTracing.IScope? ActiveScope => Tracer.ScopeManager.Active;

    /// <summary>Spans in the order in which they were finished, read anew each time.</summary>
    internal IReadOnlyList<SpanView> Finished => session.Finished;

    internal ISpanBuilder Build(string name) => Tracer.BuildSpan(name);

    internal OpenTracing.ISpan Start(string name) => Tracer.BuildSpan(name).Start();

    internal OpenTracing.IScope Open(string name) => Tracer.BuildSpan(name).StartActive(true);

    /// <summary>The only finished span of that name.</summary>
    internal SpanView Span(string name)
    {
        var found = Finished.Where(span => span.Name == name).ToArray();
        Expect.That(found.Length == 1, $"{found.Length} finished spans are named \"{name}\"");
        return found[0];
    }

    /// <summary>Finishes a span and shows it.</summary>
    internal SpanView Finish(OpenTracing.ISpan span)
    {
        var before = Finished.Count;
        span.Finish();
        Expect.That(Finished.Count == before + 1, "finishing a span did not make one finished span");
        return Finished[^1];
    }

    /// <summary>Starts an Activity as other code does: from a source where one is listened to, else as frameworks do without.</summary>
    internal static Activity Native(string name) => SubjectSession.NativeSource.StartActivity(name) ?? new Activity(name).Start();

    internal Dictionary<string, string> Inject(OpenTracing.ISpanContext context) => Inject(context, BuiltinFormats.HttpHeaders);

    internal Dictionary<string, string> Inject(OpenTracing.ISpanContext context, IFormat<ITextMap> format)
    {
        var carrier = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Tracer.Inject(context, format, new TextMapInjectAdapter(carrier));
        return carrier;
    }

    internal OpenTracing.ISpanContext? Extract(IDictionary<string, string> headers) =>
        Tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(headers));

    internal OpenTracing.ISpanContext? Extract(params (string Name, string Value)[] headers) => Extract(new HeaderList(headers));

    internal OpenTracing.ISpanContext? Extract(ITextMap carrier) => Tracer.Extract(BuiltinFormats.HttpHeaders, carrier);

    /// <summary>The context of a span in another process, as W3C headers give it.</summary>
    internal OpenTracing.ISpanContext Remote() => Expect.NotNull(Extract(("traceparent", RemoteParent)), "the context extracted from a valid traceparent");

    /// <summary>A context that has baggage and no ids.</summary>
    internal OpenTracing.ISpanContext BaggageOnly() => Expect.NotNull(Extract(("baggage", "k=v")), "the context extracted from baggage alone");

    /// <summary>Runs code on a new thread that has nothing of this flow, and waits for it.</summary>
    internal static void OnOtherThread(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.UnsafeStart();
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Runs the same code at once on threads that each have a flow of their own.</summary>
    internal static void OnThreads(int count, Action<int> action)
    {
        using var start = new Barrier(count);
        ExceptionDispatchInfo? failure = null;
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                action(number);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })).ToArray();
        foreach (var thread in threads) thread.UnsafeStart();
        foreach (var thread in threads) thread.Join();
        failure?.Throw();
    }

    /// <summary>Adds another vendor's listener for as long as the case runs.</summary>
    internal void Listen(ActivityListener listener)
    {
        ActivitySource.AddActivityListener(listener);
        _undo.Push(listener);
    }

    /// <summary>Makes a propagator OpenTelemetry's default for as long as the case runs.</summary>
    internal void UseDefaultPropagator(TextMapPropagator propagator)
    {
        _undo.Push(new DefaultPropagatorReset());
        Sdk.SetDefaultTextMapPropagator(propagator);
    }

    public void Dispose()
    {
        while (_undo.TryPop(out var undo)) undo.Dispose();
    }

    private sealed class DefaultPropagatorReset : IDisposable
    {
        private readonly TextMapPropagator _former = Propagators.DefaultTextMapPropagator;

        public void Dispose() => Sdk.SetDefaultTextMapPropagator(_former);
    }
}
