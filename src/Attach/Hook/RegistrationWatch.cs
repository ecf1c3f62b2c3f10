using OpenTracing;

namespace Segue.Attach;

/// <summary>Looks from time to time whether the application registered a tracer of its own, where its call can't be seen.</summary>
/// <remarks>
/// Often while the application starts, seldom afterwards, and not at all once it did or ten minutes are over.
/// </remarks>
internal sealed class RegistrationWatch : IDisposable
{
    private const int OftenMilliseconds = 5;
    private const int SeldomMilliseconds = 1000;
    private const int OftenTimes = 4000;
    private const int SeldomTimes = 600;

    private readonly GlobalTracerState _state;
    private readonly ITracer _shim;
    private readonly Action<ITracer> _meet;
    private readonly Timer _timer;
    private int _looks;

    private RegistrationWatch(GlobalTracerState state, ITracer shim, Action<ITracer> meet)
    {
        _state = state;
        _shim = shim;
        _meet = meet;
        _timer = new Timer(static watch => ((RegistrationWatch)watch!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        Rearm(OftenMilliseconds);
    }

    internal static void Begin(GlobalTracerState state, ITracer shim, Action<ITracer> meet) => _ = new RegistrationWatch(state, shim, meet);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            if (_state.Tracer is var tracer && !ReferenceEquals(tracer, _shim))
            {
                Dispose();
                _meet(tracer);
            }
            else if (++_looks < OftenTimes + SeldomTimes)
            {
                Rearm(_looks < OftenTimes ? OftenMilliseconds : SeldomMilliseconds);
            }
            else
            {
                Dispose();
            }
        }
        catch
        {
            // An exception on a pool thread would end the application.
            Dispose();
        }
    }

    private void Rearm(int milliseconds) => _timer.Change(milliseconds, Timeout.Infinite);
}
