using System.Reflection;
using OpenTracing;
using OpenTracing.Util;

namespace Segue.Attach;

/// <summary>A registration as the global tracer that gives way to the application's own.</summary>
/// <remarks>
/// <para><see cref="GlobalTracer"/> refuses a second tracer by the very flag that <see cref="GlobalTracer.IsRegistered"/> returns, so while only its
/// fields are set, either that answer is wrong or the application's registration throws. Where the runtime allows it, registering is therefore
/// led here (<see cref="MethodRedirect"/>). Elsewhere the flag stays down, the shim answers all the same, and <see cref="RegistrationWatch"/> looks who came.</para>
/// <para>Threads: registrations take a lock, as they do in OpenTracing.</para>
/// </remarks>
internal static class SoftRegistration
{
    private static readonly object _gate = new();

    private static GlobalTracerState? _state;
    private static ITracer? _shim;
    private static ITracer? _theirs;
    private static bool _replace;

    /// <summary>Makes a shim the global tracer.</summary>
    internal static void Install(ITracer shim, bool replace, bool redirect)
    {
        if (GlobalTracerState.Find() is not { } state)
        {
            var kept = GlobalTracer.RegisterIfAbsent(shim);
            Announcement.Warn(kept
                ? "the OpenTracing of this application is not one that is known, so the shim is registered for good: an own registration of the application would fail."
                : "another tracer is registered in an OpenTracing that is not known; it stays in charge.");
            return;
        }

        Prepare(state, shim, replace);
        if (state.IsRegistered)
        {
            // By another startup hook: the application has not run yet.
            Meet(state.Tracer);
            return;
        }

        state.Tracer = shim;
        if (redirect && Redirect()) state.IsRegistered = true;
        else RegistrationWatch.Begin(state, shim, Meet);
    }

    /// <summary>Stands in for <see cref="GlobalTracer.RegisterIfAbsent"/>: the first tracer that comes is taken, as if there were none.</summary>
    internal static bool RegisterIfAbsent(ITracer tracer)
    {
        _ = tracer ?? throw new ArgumentNullException(nameof(tracer));
        if (tracer is GlobalTracer) throw new ArgumentException("The global tracer must not delegate to itself.", nameof(tracer));
        lock (_gate)
        {
            var current = _state!.Tracer;
            if (ReferenceEquals(tracer, current) || !_state.IsRegistered)
            {
                // The flag is down only where a test reset it.
                _state.Tracer = tracer;
                _state.IsRegistered = true;
                return true;
            }

            if (_theirs is not null || !ReferenceEquals(current, _shim)) return ReferenceEquals(tracer, _theirs);
            if (!_replace) _state.Tracer = tracer;
            Meet(tracer);
            return true;
        }
    }

    /// <summary>Stands in for <see cref="GlobalTracer.Register"/>.</summary>
    internal static void Register(ITracer tracer)
    {
        if (!RegisterIfAbsent(tracer)) throw new InvalidOperationException("Another global tracer is registered already.");
    }

    internal static void Prepare(GlobalTracerState state, ITracer shim, bool replace)
    {
        _state = state;
        _shim = shim;
        _theirs = null;
        _replace = replace;
    }

    private static unsafe bool Redirect()
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Static;
        var ifAbsent = typeof(GlobalTracer).GetMethod(nameof(GlobalTracer.RegisterIfAbsent), Public, [typeof(ITracer)]);
        var insisting = typeof(GlobalTracer).GetMethod(nameof(GlobalTracer.Register), Public, [typeof(ITracer)]);
        // Before 0.12 there was no RegisterIfAbsent.
        if (insisting is null || insisting.ReturnType != typeof(void)) return false;
        if (ifAbsent is not null && ifAbsent.ReturnType != typeof(bool)) return false;
        return MethodRedirect.TryApply(
            ifAbsent is null ? null : new MethodRedirect(ifAbsent, (nint)(delegate*<ITracer, bool>)&RegisterIfAbsent),
            new MethodRedirect(insisting, (nint)(delegate*<ITracer, void>)&Register));
    }

    private static void Meet(ITracer theirs)
    {
        _theirs = theirs;
        var name = theirs.GetType().FullName;
        if (!_replace)
        {
            Announcement.Warn($"the application registered {name} as its global tracer, which stays in charge: its spans don't go to Segue. {AttachSettings.ReplaceSwitch}=true puts Segue in charge.");
            return;
        }

        _state!.Tracer = _shim!;
        _state.IsRegistered = true;
        Announcement.Tell($"the application registered {name} as its global tracer; {AttachSettings.ReplaceSwitch} keeps Segue in charge.");
    }
}
