using System.ComponentModel;
using System.Runtime.InteropServices;
using Demo;
using Segue.TraceView;
using Spectre.Console;

if (!DemoArguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine();
    Console.Error.WriteLine(DemoArguments.Usage);
    return 2;
}

if (arguments.ShowHelp)
{
    Console.WriteLine(DemoArguments.Usage);
    return 0;
}

var console = CreateConsole();

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);
try
{
    return await RunAsync();
}
catch (Exception) when (interrupted.IsCancellationRequested)
{
    console.MarkupLine("[yellow]Interrupted.[/]");
    return 130;
}
catch (Exception e) when (e is DemoException or HttpRequestException or OperationCanceledException or IOException or UnauthorizedAccessException or Win32Exception)
{
    console.MarkupLineInterpolated($"[red]{e.Message}[/]");
    return 1;
}

// The way out then leads through every using, and so ends the services.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}

async Task<int> RunAsync()
{
    using var agent = new TraceAgent();
    using var fleet = new Fleet();
    console.MarkupLineInterpolated($"The trace agent listens at {agent.Address.AbsoluteUri}; starting three services.");
    await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn())
        .StartAsync(progress => fleet.StartAsync(agent.Address, progress, interrupted.Token));
    fleet.Show(console);

    var traceIds = await Shoppers.BuyAsync(fleet.Entry, arguments.Requests, interrupted.Token);
    await agent.WaitForSpans(spans => Verdict.IsComplete(spans, traceIds), TimeSpan.FromSeconds(15), interrupted.Token);
    // Ending, a service sends what it still has: from then on nothing more can arrive.
    await fleet.StopAsync(console, interrupted.Token);

    var traces = TraceTree.Build(agent.Spans);
    console.WriteLine();
    TraceReport.Show(console, traces);
    if (arguments.JsonFile is { } file)
    {
        using var stream = File.Create(file);
        TraceJson.Write(stream, traces);
    }

    var faults = Verdict.Faults(traces, traceIds, agent.RefusedCount);
    if (faults.Count == 0) console.MarkupLineInterpolated($"[green]{traces.Count} of {traceIds.Count} requests gave one connected trace.[/]");
    else console.MarkupLineInterpolated($"[red]Failed: {string.Join("; ", faults)}.[/]");
    return faults.Count == 0 ? 0 : 1;
}

IAnsiConsole CreateConsole()
{
    if (!Console.IsOutputRedirected) return AnsiConsole.Console;
    // What is not read on a screen needs no colours, and its lines need not be folded.
    var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
    plain.Profile.Width = 240;
    return plain;
}
