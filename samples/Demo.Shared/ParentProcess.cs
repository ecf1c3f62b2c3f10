namespace Demo;

/// <summary>A service's line to the demo that started it: says where it listens, learns where its neighbour does, and ends with it.</summary>
/// <remarks>
/// <para>Shape: out <c>LISTENING {url}</c>, in <c>NEIGHBOUR {url}</c>, and the end of the input, which comes even when the parent is killed.</para>
/// </remarks>
internal sealed class ParentProcess
{
    private readonly TaskCompletionSource<Uri> _neighbour = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ParentProcess()
    {
        // A thread of its own: reading the console blocks whatever reads it.
        new Thread(Read) { IsBackground = true, Name = "Parent" }.Start();
    }

    /// <summary>Where the service that this one calls listens.</summary>
    internal Task<Uri> Neighbour => _neighbour.Task;

    /// <summary>Completes when the parent has nothing more to say, or is dead.</summary>
    internal Task Gone => _gone.Task;

    /// <summary>Tells the parent that requests are welcome.</summary>
    internal static void Announce(string address)
    {
        Console.Out.WriteLine("LISTENING " + address);
        Console.Out.Flush();
    }

    private void Read()
    {
        const string Prefix = "NEIGHBOUR ";
        try
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line.StartsWith(Prefix, StringComparison.Ordinal)) _neighbour.TrySetResult(new Uri(line[Prefix.Length..]));
            }
        }
        finally
        {
            _gone.TrySetResult();
        }
    }
}
