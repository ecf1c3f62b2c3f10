using System.Diagnostics;
using OpenTelemetry;
using Segue.Shim.Properties.Model;

namespace Segue.Shim.Properties;

/// <summary>An async method that does one command at a time, so that the interleaving of several is the generated one.</summary>
internal sealed class Flow(string name)
{
    private readonly Turn _turn = new();
    private Action? _command;
    private Exception? _failure;

    internal string Name { get; } = name;

    internal Layer? Top { get; set; }

    /// <summary>The layer that it inherited; nothing above it may be left at the end.</summary>
    internal Layer? Bottom { get; private set; }

    internal IReadOnlyDictionary<string, string> FirstBaggage { get; private set; } = new Dictionary<string, string>();

    internal Activity? FirstCurrent { get; private set; }

    /// <summary>Whether something was closed or changed, by whichever flow, that belongs to the flow that it was forked from; then it does not end as it began.</summary>
    internal bool IsInheritedChanged { get; set; }

    /// <summary>Forks it from the calling flow.</summary>
    internal Flow Begin(Layer? inherited)
    {
        Top = Bottom = inherited;
        IsInheritedChanged = Layer.HasDisposed(inherited);
        _ = RunAsync();
        return this;
    }

    /// <summary>Takes the present state as that of the beginning.</summary>
    internal void Settle()
    {
        Bottom = Top;
        FirstCurrent = Activity.Current;
        FirstBaggage = Baggage.Current.GetBaggage();
    }

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

    /// <summary>Does a command in the flow, on a thread that holds whatever other flows left in its thread-statics.</summary>
    internal void Do(Lane lane, Action command)
    {
        _command = command;
        lane.Run(_turn.Resume);
        if (_failure is { } failure) throw new SegueMismatchException(failure.Message, failure);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _turn;
            try
            {
                _command!();
            }
            catch (Exception e)
            {
                _failure = e;
            }
        }
    }
}
