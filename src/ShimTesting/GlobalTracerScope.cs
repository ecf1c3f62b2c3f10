using System.Reflection;
using OpenTracing;
using OpenTracing.Util;

namespace Segue.Shim.Testing;

/// <summary>Makes a tracer the global one until disposed, for tests of code that uses <c>GlobalTracer.Instance</c>.</summary>
/// <remarks>
/// <para>The contract registers a tracer once and for all, so this writes the private fields <c>_tracer</c> and <c>s_isRegistered</c> of
/// <see cref="GlobalTracer"/>, as test helpers for it have always done.</para>
/// <para>Limits: the global tracer is one for the process. Tests that use it must not run beside one another; one scope may be open at a time.</para>
/// <para>Errors: all are thrown by the constructor; disposal only puts back what was there.</para>
/// </remarks>
public sealed class GlobalTracerScope : IDisposable
{
    private static readonly object _lock = new();
    private static bool _isOpen;

    private readonly FieldInfo _tracer;
    private readonly FieldInfo _isRegistered;
    private readonly object? _tracerBefore;
    private readonly object? _isRegisteredBefore;
    private bool _disposed;

    /// <summary>Replaces the global tracer.</summary>
    /// <param name="tracer">The tracer, e.g. <see cref="ShimRecorder.Tracer"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tracer"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="tracer"/> is the <see cref="GlobalTracer"/> itself.</exception>
    /// <exception cref="InvalidOperationException">Another scope is open, or this build of OpenTracing has no such fields.</exception>
    public GlobalTracerScope(ITracer tracer)
    {
        if (tracer is null) throw new ArgumentNullException(nameof(tracer));
        if (tracer is GlobalTracer) throw new ArgumentException("The global tracer must not delegate to itself.", nameof(tracer));
        _tracer = Require(typeof(GlobalTracer).GetField("_tracer", BindingFlags.NonPublic | BindingFlags.Instance), "_tracer", typeof(ITracer));
        _isRegistered = Require(typeof(GlobalTracer).GetField("s_isRegistered", BindingFlags.NonPublic | BindingFlags.Static), "s_isRegistered", typeof(bool));
        lock (_lock)
        {
            if (_isOpen)
            {
                throw new InvalidOperationException(
                    "Another GlobalTracerScope is open: a test did not dispose it, or tests that use the global tracer run in parallel.");
            }

            _tracerBefore = _tracer.GetValue(GlobalTracer.Instance);
            _isRegisteredBefore = _isRegistered.GetValue(null);
            Write(tracer, true);
            _isOpen = true;
        }
    }

    /// <summary>Puts back the tracer that was the global one before, or none. Does nothing the second time.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            Write(_tracerBefore, _isRegisteredBefore);
            _isOpen = false;
        }
    }

    internal static FieldInfo Require(FieldInfo? field, string name, Type type) => field?.FieldType == type
        ? field
        : throw new InvalidOperationException(
            $"{typeof(GlobalTracer).Assembly.FullName} has no field GlobalTracer.{name} of type {type.Name}, so its global tracer can't be replaced. " +
            "Register one tracer for the whole test run instead: GlobalTracer.RegisterIfAbsent(recorder.Tracer).");

    private void Write(object? tracer, object? isRegistered)
    {
        _tracer.SetValue(GlobalTracer.Instance, tracer);
        _isRegistered.SetValue(null, isRegistered);
    }
}
