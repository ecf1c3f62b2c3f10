using System.Runtime.CompilerServices;

namespace Segue.Shim.Properties;

/// <summary>What a flow awaits between two commands: it goes on, in its own execution context, on the thread that resumes it.</summary>
internal sealed class Turn : ICriticalNotifyCompletion
{
    private Action? _continuation;

    internal bool IsCompleted => false;

    internal Turn GetAwaiter() => this;

    internal void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => _continuation = continuation;

    public void UnsafeOnCompleted(Action continuation) => _continuation = continuation;

    internal void Resume() => _continuation!();
}
