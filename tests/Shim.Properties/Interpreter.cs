using System.Diagnostics;
using OpenTelemetry;
using Segue.Shim.Properties.Model;

namespace Segue.Shim.Properties;

/// <summary>Does the steps of a program to a subject and to the model, each in its flow, and compares them after each.</summary>
/// <remarks>
/// <para>Left out, since the rulings do not say what holds: disposing a scope that does not finish its running span while another flow
/// stands on that scope (that flow's current span runs on, but no scope of it is open), and stopping a native span where the platform would
/// put back a running span that is no longer what surrounds it.</para>
/// </remarks>
internal sealed partial class Interpreter(Subject subject, Listening listening, bool mixedSampling)
{
    private const int FirstFlows = 3;
    private const int MostFlows = 6;

    private readonly World _world = new();
    private int _names;

    /// <summary>Runs a program in flows of its own; throws where the subject is not as the model.</summary>
    internal static void Run(Step[] program, Func<Subject> subject, bool anybodyListens = true, bool mixedSampling = false)
    {
        using var listening = new Listening(anybodyListens);
        var interpreter = new Interpreter(subject(), listening, mixedSampling);
        // Nothing of the test's own flow is inherited.
        using (ExecutionContext.SuppressFlow()) Task.Run(() => interpreter.RunAsync(program)).GetAwaiter().GetResult();
    }

    private async Task RunAsync(Step[] program)
    {
        for (var i = 0; i < FirstFlows; i++) await BeginAsync(i);
        for (var i = 0; i < program.Length; i++)
        {
            var step = program[i];
            var flow = _world.Flows[step.Flow % _world.Flows.Count];
            try
            {
                await DoAsync(flow, step);
            }
            catch (SegueMismatchException e)
            {
                throw new SegueMismatchException($"step {i}, {step} in {flow.Name}: {e.Message}", e);
            }
        }

        // Forks first, since what they inherited is closed by those that they were forked from.
        foreach (var flow in Enumerable.Reverse(_world.Flows))
        {
            try
            {
                await flow.DoAsync(() => Unwind(flow));
            }
            catch (SegueMismatchException e)
            {
                throw new SegueMismatchException($"unwinding {flow.Name}: {e.Message}", e);
            }

            await flow.EndAsync();
        }
    }

    // The second begins as a request does on a server that made a span, the third with baggage of OpenTelemetry code.
    private async Task BeginAsync(int index)
    {
        var flow = new Flow("flow " + index).Begin(null);
        _world.Flows.Add(flow);
        await flow.DoAsync(() =>
        {
            listening.Next = ActivitySamplingResult.AllDataAndRecorded;
            if (index == 1) StartNative(flow);
            if (index == 2) Baggage.SetBaggage("app", "x");
            flow.Settle();
        });
    }

    private async Task DoAsync(Flow flow, Step step)
    {
        if (step.What is Do.DisposeInTask)
        {
            // A flow that lives for one step, forked from this one.
            Flow? fork = null;
            await flow.DoAsync(() => fork = new Flow("task of " + flow.Name).Begin(flow.Top, flow.IsLost));
            _world.Flows.Add(fork!);
            await fork!.DoAsync(() => Apply(fork, step with { What = Do.Dispose }));
            _world.Flows.Remove(fork);
            await fork.EndAsync();
            await flow.DoAsync(() => _world.Check(subject, flow, Activity.Current));
            return;
        }

        await flow.DoAsync(() => Apply(flow, step), step.What == Do.Await ? 1 + (Pause)(step.Option % 2) : Pause.None);
    }

    private void Apply(Flow flow, Step step)
    {
        var before = Activity.Current;
        var left = before is { IsStopped: true } ? before : null;
        var open = _world.Scopes;
        // Mostly recorded, so that both kinds meet.
        listening.Next = mixedSampling && step.Option % 5 < 2 ? ActivitySamplingResult.None : ActivitySamplingResult.AllDataAndRecorded;
        switch (step.What)
        {
            case Do.Start:
                Start(flow, step, left, activate: false);
                break;
            case Do.StartActive:
                Start(flow, step, left, activate: true);
                break;
            case Do.Activate when _world.Spans.Count > 0:
                Activate(flow, _world.Spans[step.Target % _world.Spans.Count], step.Option % 2 == 0);
                break;
            case Do.ActivateNull:
                Activate(flow, null, step.Option % 2 == 0);
                break;
            case Do.Dispose when open.Count > 0:
                // The youngest most often.
                Dispose(flow, open[^(1 + (step.Target % Math.Min(open.Count, 8)))]);
                break;
            case Do.DisposeInnermost or Do.DisposeTwice when Layer.InnermostScopeOf(flow.Top) is { } innermost:
                Dispose(flow, innermost);
                if (step.What == Do.DisposeTwice && innermost.IsDisposed) Dispose(flow, innermost);
                break;
            case Do.Finish when _world.Spans.Count > 0:
                Finish(flow, _world.Spans[step.Target % _world.Spans.Count]);
                break;
            case Do.FinishActive when Layer.ActiveOf(flow.Top) is { IsNative: false, Span: { } active }:
                Finish(flow, active);
                break;
            case Do.Tag when _world.Spans.Count > 0:
                _world.Spans[step.Target % _world.Spans.Count].Span!.SetTag("tag", step.Option);
                break;
            case Do.SetBaggage when _world.Spans.Count > 0:
                SetBaggage(flow, step);
                break;
            case Do.NativeStart:
                StartNative(flow);
                break;
            case Do.NativeStop when Layer.ActiveOf(flow.Top) is { IsNative: true } native && !flow.IsLost && CanStop(native):
                native.Span!.Activity!.Stop();
                _world.Finished(flow, native.Span);
                left = Activity.Current;
                if (left is { IsStopped: true }) World.Left(flow, _world.Of(left));
                break;
            case Do.Fork when _world.Flows.Count < MostFlows:
                var fork = new Flow("fork " + _world.Flows.Count + " of " + flow.Name).Begin(flow.Top, flow.IsLost);
                _world.Flows.Add(fork);
                fork.DoAsync(fork.Settle).GetAwaiter().GetResult();
                break;
            default:
                break;
        }

        _world.Check(subject, flow, left);
    }

    private void Unwind(Flow flow)
    {
        while (flow.Top != flow.Bottom)
        {
            var layer = flow.Top!;
            var left = Activity.Current is { IsStopped: true } stopped ? stopped : null;
            if (!layer.IsNative)
            {
                // What another flow disposed is disposed again, so that this flow gets back what it had.
                subject.Dispose(layer.Scope!);
                layer.IsDisposed = true;
                if (layer is { FinishOnDispose: true, Span: { } span }) _world.Finished(flow, span);
            }
            else if (layer.Span!.IsRunning)
            {
                if (!CanStop(layer) || flow.IsLost) return;
                layer.Span.Activity!.Stop();
                _world.Finished(flow, layer.Span);
                left = Activity.Current;
                if (left is { IsStopped: true }) World.Left(flow, _world.Of(left));
            }

            flow.Top = layer.Below;
            _world.Check(subject, flow, left);
        }

        _world.CheckEnd(flow);
    }
}
