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
internal sealed partial class Interpreter(Subject subject, Listening listening, bool mixedSampling, Lane[] lanes)
{
    private const int FirstFlows = 3;
    private const int MostFlows = 6;

    private readonly World _world = new();
    private readonly List<string> _said = [];
    private int _names;

    /// <summary>Runs a program in flows of its own; throws where the subject is not as the model.</summary>
    internal static void Run(Step[] program, Func<Subject> subject, bool anybodyListens = true, bool mixedSampling = false)
    {
        using var listening = new Listening(anybodyListens);
        using var first = new Lane();
        using var second = new Lane();
        var interpreter = new Interpreter(subject(), listening, mixedSampling, [first, second]);
        try
        {
            interpreter.Run(program);
        }
        catch (SegueMismatchException e)
        {
            throw new SegueMismatchException(e.Message + " after" + Environment.NewLine + string.Join(Environment.NewLine, interpreter._said), e);
        }
    }

    private void Run(Step[] program)
    {
        for (var i = 0; i < FirstFlows; i++) Begin(i);
        for (var i = 0; i < program.Length; i++)
        {
            var step = program[i];
            var flow = _world.Flows[step.Flow % _world.Flows.Count];
            try
            {
                Perform(flow, step, lanes[step.Thread % lanes.Length]);
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
                flow.Do(lanes[0], () => Unwind(flow));
            }
            catch (SegueMismatchException e)
            {
                throw new SegueMismatchException($"unwinding {flow.Name}: {e.Message}", e);
            }
        }
    }

    // The second begins as a request does on a server that made a span, the third with baggage of OpenTelemetry code.
    private void Begin(int index)
    {
        var flow = new Flow("flow " + index);
        lanes[0].Run(() => flow.Begin(null));
        _world.Flows.Add(flow);
        flow.Do(lanes[0], () =>
        {
            listening.Next = ActivitySamplingResult.AllDataAndRecorded;
            if (index == 1) StartNative(flow);
            if (index == 2) Baggage.SetBaggage("app", "x");
            flow.Settle();
        });
    }

    private void Perform(Flow flow, Step step, Lane lane)
    {
        Flow? fork = null;
        flow.Do(lane, () => fork = Apply(flow, step));
        if (fork is null) return;
        _world.Flows.Add(fork);
        if (step.What == Do.Fork)
        {
            fork.Do(lane, fork.Settle);
            return;
        }

        // A flow that lives for one step.
        fork.Do(lanes[step.Option % lanes.Length], () => Apply(fork, step with { What = Do.Dispose }));
        _world.Flows.Remove(fork);
        flow.Do(lane, () => _world.Check(subject, flow, Activity.Current));
    }

    private Flow? Apply(Flow flow, Step step)
    {
        var before = Activity.Current;
        var left = before is { IsStopped: true } ? before : null;
        Layer.CurrentOf(flow.Top, isSeen: step.What != Do.NativeStart);
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
            case Do.NativeStop when Layer.ActiveOf(flow.Top) is { IsNative: true } native && CanStop(native):
                Say(flow, $"stops {native.Span}");
                native.Span!.Activity!.Stop();
                native.Span.IsFinished = true;
                left = Activity.Current;
                break;
            case Do.DisposeInTask:
                return new Flow("task of " + flow.Name).Begin(flow.Top);
            case Do.Fork when _world.Flows.Count < MostFlows:
                Say(flow, "forks");
                return new Flow("fork " + _world.Flows.Count + " of " + flow.Name).Begin(flow.Top);
            default:
                break;
        }

        _world.Check(subject, flow, left);
        return null;
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
                Say(flow, $"disposes scope {_world.Scopes.IndexOf(layer) + 1} of {layer.Span}");
                subject.Dispose(layer.Scope!);
                layer.IsDisposed = true;
                if (layer is { FinishOnDispose: true, Span: { } span }) span.IsFinished = true;
            }
            else if (layer.Span!.IsRunning)
            {
                if (!CanStop(layer)) return;
                Say(flow, $"stops {layer.Span}");
                layer.Span.Activity!.Stop();
                layer.Span.IsFinished = true;
                left = Activity.Current;
            }

            flow.Top = layer.Below;
            _world.Check(subject, flow, left);
        }

        _world.CheckEnd(flow);
    }
}
