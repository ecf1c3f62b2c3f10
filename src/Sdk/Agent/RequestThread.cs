using System.Collections.Concurrent;
using OpenTelemetry;

namespace Segue.Agent;

/// <summary>Runs requests one after the other on a thread of its own, which may wait for the network.</summary>
/// <remarks>
/// <para>A request that waits asynchronously wakes threads of the pool for every piece of it, and those spin before they sleep; at thousands of spans
/// per second that cost as much as encoding them.</para>
/// </remarks>
internal sealed class RequestThread(string name) : IDisposable
{
    private readonly ConcurrentQueue<(Func<AgentResponse> Request, TaskCompletionSource<AgentResponse> Answer)> _requests = new();
    private readonly AutoResetEvent _work = new(false);
    private Thread? _thread;
    private volatile bool _ends;

    /// <summary>Runs a request that never throws; called by one thread at a time.</summary>
    /// <returns>Its answer. What is to follow it runs on the thread of the requests and must not wait.</returns>
    internal Task<AgentResponse> Run(Func<AgentResponse> request)
    {
        var answer = new TaskCompletionSource<AgentResponse>();
        _requests.Enqueue((request, answer));
        if (_thread is null) _thread = Start(Work, name);
        _work.Set();
        return answer.Task;
    }

    /// <summary>Runs a request that never throws on a thread that ends with it.</summary>
    internal static Task<AgentResponse> RunOnce(Func<AgentResponse> request, string name)
    {
        var answer = new TaskCompletionSource<AgentResponse>();
        Start(
            () =>
            {
                using var suppressed = SuppressInstrumentationScope.Begin();
                answer.SetResult(request());
            },
            name);
        return answer.Task;
    }

    public void Dispose()
    {
        _ends = true;
        _work.Set();
    }

    /// <summary>Starts a thread that does not keep the process, and carries nothing of who starts it.</summary>
    internal static Thread Start(ThreadStart work, string name)
    {
        var thread = new Thread(work) { IsBackground = true, Name = name };
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
        }
        else
        {
            using (ExecutionContext.SuppressFlow()) thread.Start();
        }

        return thread;
    }

    private void Work()
    {
        using var suppressed = SuppressInstrumentationScope.Begin();
        while (!_ends)
        {
            _work.WaitOne();
            while (_requests.TryDequeue(out var next)) next.Answer.SetResult(next.Request());
        }
    }
}
