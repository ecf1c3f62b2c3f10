using Microsoft.Extensions.Hosting;

namespace Segue.Hosting;

/// <summary>Turns tracing on before any service of the host starts, and flushes once all have stopped.</summary>
internal sealed class TracingLifetime(HostTracing tracing) : IHostedLifecycleService
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var flushed = Task.Run(() => tracing.Flush(_limit), CancellationToken.None);
        // A host that has no time left goes on; the process's end flushes too.
        var givenUp = new TaskCompletionSource<bool>();
        using var registration = cancellationToken.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), givenUp);
        await Task.WhenAny(flushed, givenUp.Task).ConfigureAwait(false);
    }
}
