using System.Diagnostics;
using System.Threading.Channels;
using OpenTelemetry;
using Segue.Shim.Properties.Model;

namespace Segue.Shim.Properties;

/// <summary>An async method that does one command at a time, so that the interleaving of several is the generated one.</summary>
internal sealed class Flow(string name)
{
    private readonly Channel<(Action Command, Pause Pause, TaskCompletionSource<Exception?> Done)> _commands =
        Channel.CreateUnbounded<(Action, Pause, TaskCompletionSource<Exception?>)>();
    private Task _running = Task.CompletedTask;

    internal string Name { get; } = name;

    internal Layer? Top { get; set; }

    /// <summary>The layer that it inherited; nothing above it may be left at the end.</summary>
    internal Layer? Bottom { get; private set; }

    internal IReadOnlyDictionary<string, string> FirstBaggage { get; private set; } = new Dictionary<string, string>();

    internal Activity? FirstCurrent { get; private set; }

    /// <summary>Whether it closed or changed something that belongs to the flow that it was forked from.</summary>
    internal bool TouchedInherited { get; set; }

    internal Flow Begin(Layer? inherited, bool isLost = false)
    {
        IsLost = isLost;
        Top = Bottom = inherited;
        _running = Task.Run(RunAsync);
        return this;
    }

    /// <summary>Takes the present state as that of the beginning.</summary>
    internal void Settle()
    {
        Bottom = Top;
        FirstCurrent = Activity.Current;
        FirstBaggage = Baggage.Current.GetBaggage();
    }

    /// <summary>Whether it ran into a known gap, after which its state is not that of the model.</summary>
    internal bool IsLost { get; set; }

    /// <summary>Whether a scope that it stands on was disposed by another flow.</summary>
    internal bool ClosedByAnother { get; set; }

    /// <summary>Follows the top where it went below what was inherited.</summary>
    internal void DropTo()
    {
        for (var layer = Top; layer != Bottom; layer = layer.Below)
        {
            if (layer is not null) continue;
            Bottom = Top;
            return;
        }
    }

    internal async Task DoAsync(Action command, Pause pause = Pause.None)
    {
        var done = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _commands.Writer.WriteAsync((command, pause, done));
        if (await done.Task is { } failure) throw new SegueMismatchException(failure.Message, failure);
    }

    internal Task EndAsync()
    {
        _commands.Writer.Complete();
        return _running;
    }

    private async Task RunAsync()
    {
        while (await _commands.Reader.WaitToReadAsync())
        {
            var (command, pause, done) = await _commands.Reader.ReadAsync();
            Exception? failure = null;
            try
            {
                if (pause == Pause.Yield) await Task.Yield();
                else if (pause == Pause.OtherTask) await Task.Run(static () => { });
                command();
            }
            catch (Exception e)
            {
                failure = e;
            }

            done.SetResult(failure);
        }
    }
}

internal enum Pause
{
    None,
    Yield,
    OtherTask,
}
