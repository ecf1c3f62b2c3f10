using System.Diagnostics;
using OpenTelemetry.Context.Propagation;
using OpenTracing.Propagation;
using Segue.Shim;

namespace Segue.CompatMatrix.Fleets.Services;

/// <summary>A migrated service: code that knows the OpenTracing API and nothing else, with Segue behind it.</summary>
internal sealed class LegacyService(TextMapPropagator formats) : FleetService
{
    private readonly OpenTracing.ITracer _tracer = new OpenTracingShim();

    internal override string Name => "OpenTracing on Segue";

    internal override async Task Serve(Visit visit)
    {
        Formats.Use(formats);
        var parent = _tracer.Extract(BuiltinFormats.HttpHeaders, new TextMapExtractAdapter(visit.Headers));
        var builder = _tracer.BuildSpan(visit.Service).AsChildOf(parent).WithTag(OpenTracing.Tag.Tags.SpanKind, OpenTracing.Tag.Tags.SpanKindServer);
        if (parent is null && !visit.Keeps) builder.WithTag(OpenTracing.Tag.Tags.SamplingPriority, 0);
        using var server = builder.StartActive(finishSpanOnDispose: true);
        foreach (var item in visit.BaggageToSet) server.Span.SetBaggageItem(item.Key, item.Value);
        Note(visit, server.Span, below: null);
        // Over a network they run at once.
        await Task.WhenAll(visit.Calls.Select(target => Call(visit, target, server.Span.Context.SpanId))).ConfigureAwait(false);
    }

    private async Task Call(Visit visit, string target, string serverSpanId)
    {
        using var client = _tracer.BuildSpan("call " + target).WithTag(OpenTracing.Tag.Tags.SpanKind, OpenTracing.Tag.Tags.SpanKindClient).StartActive(finishSpanOnDispose: true);
        var from = client.Span.Context.SpanId;
        // One that is not recorded hands on the identity above it.
        if (from != serverSpanId) Note(visit, client.Span, below: serverSpanId);
        var headers = Journey.Headers();
        Formats.Use(formats);
        _tracer.Inject(client.Span.Context, BuiltinFormats.HttpHeaders, new TextMapInjectAdapter(headers));
        await visit.Call(target, headers, from).ConfigureAwait(false);
    }

    // The parent, and the decision, are not for users of OpenTracing to see.
    private static void Note(Visit visit, OpenTracing.ISpan span, string? below)
    {
        var activity = Activity.Current is { } current && current.SpanId.ToHexString() == span.Context.SpanId ? current : null;
        visit.Saw(
            span.Context.TraceId,
            span.Context.SpanId,
            activity?.ParentSpanId.ToHexString(),
            activity?.Recorded ?? false,
            span.Context.GetBaggageItems().ToDictionary(),
            isExported: true,
            below);
    }
}
