// The part of the framework's type that tests use, for frameworks that predate it.
namespace System.Threading.Tasks;

internal sealed class TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
{
    private readonly TaskCompletionSource<bool> _source = new(options);

    internal Task Task => _source.Task;

    internal void SetResult() => _source.SetResult(true);

    internal bool TrySetResult() => _source.TrySetResult(true);
}
