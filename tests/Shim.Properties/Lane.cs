namespace Segue.Shim.Properties;

/// <summary>A thread of its own that does one thing at a time, so that the thread on which a flow goes on is the program's choice, not the pool's.</summary>
internal sealed class Lane : IDisposable
{
    private readonly SemaphoreSlim _given = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread _thread;
    private Action? _action;

    internal Lane()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = nameof(Lane) };
        // Nothing of the test's own flow is inherited.
        _thread.UnsafeStart();
    }

    internal void Run(Action action)
    {
        _action = action;
        _given.Release();
        _done.Wait();
    }

    public void Dispose()
    {
        _action = null;
        _given.Release();
        _thread.Join();
        _given.Dispose();
        _done.Dispose();
    }

    private void Work()
    {
        for (_given.Wait(); _action is { } action; _given.Wait())
        {
            action();
            _done.Release();
        }
    }
}
