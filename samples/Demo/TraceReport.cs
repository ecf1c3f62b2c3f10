using System.Globalization;
using Segue.TraceView;
using Spectre.Console;

namespace Demo;

/// <summary>Shows traces on the console.</summary>
internal static class TraceReport
{
    private const int ShownTraces = 10;

    internal static void Show(IAnsiConsole console, IReadOnlyList<TraceTree> traces)
    {
        foreach (var trace in traces.Take(ShownTraces)) Show(console, trace);
        if (traces.Count > ShownTraces) console.MarkupLineInterpolated($"[grey]... and {traces.Count - ShownTraces} more traces.[/]");
    }

    private static void Show(IAnsiConsole console, TraceTree trace)
    {
        var tree = new Tree($"trace [bold]{Escape(trace.TraceId)}[/]");
        foreach (var top in trace.Roots.Concat(trace.Dangling)) Add(tree, trace, top);
        console.Write(tree);

        var faults = Verdict.Faults(trace);
        console.MarkupLine(faults.Count == 0
            ? $"[green]one connected trace[/]: {trace.Spans.Count} spans, {trace.Services.Count} services"
            : $"[red]not one connected trace[/]: {Escape(string.Join(", ", faults))}");
        console.WriteLine();
    }

    // Not recursive: how deep a trace is depends on who sent it.
    private static void Add(IHasTreeNodes tree, TraceTree trace, ReceivedSpan top)
    {
        var open = new Stack<(IHasTreeNodes Parent, ReceivedSpan Span)>([(tree, top)]);
        while (open.TryPop(out var next))
        {
            var node = next.Parent.AddNode(Label(next.Span));
            foreach (var child in trace.ChildrenOf(next.Span).Reverse()) open.Push((node, child));
        }
    }

    private static string Label(ReceivedSpan span)
    {
        var resource = span.Resource.Length > 0 && span.Resource != span.Name ? $" [grey]{Escape(span.Resource)}[/]" : "";
        var milliseconds = (span.DurationNanoseconds / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        var type = span.Type.Length > 0 && span.Type != "custom" ? $" [grey]({Escape(span.Type)})[/]" : "";
        var message = span.Meta.TryGetValue("error.msg", out var text) ? ": " + Escape(text) : "";
        var error = span.Error ? $" [red]error{message}[/]" : "";
        return $"[bold]{Escape(span.Service)}[/] {Escape(span.Name)}{resource}{type} [{Colour(span.Api)}]{span.Api}[/] {milliseconds} ms{error}";
    }

    private static string Colour(string api) => api switch
    {
        SpanApi.OpenTracing => "yellow",
        SpanApi.OpenTelemetry => "aqua",
        SpanApi.Native => "fuchsia",
        _ => "grey",
    };

    // What was received may hold anything, control sequences included.
    private static string Escape(string text) => Markup.Escape(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]));
}
