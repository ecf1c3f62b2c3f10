using System.Reflection;
using OpenTracing;
using OpenTracing.Util;

namespace Segue.Attach;

/// <summary>The private state of OpenTracing's <see cref="GlobalTracer"/>: the tracer in charge, and the flag that says whether one was registered.</summary>
/// <remarks>
/// Fields are told by their types, since their names are nobody's promise; a shape that is not understood gives nothing.
/// </remarks>
internal sealed class GlobalTracerState
{
    private readonly ITracer _instance;
    private readonly FieldInfo _tracer;
    private readonly FieldInfo _flag;

    private GlobalTracerState(ITracer instance, FieldInfo tracer, FieldInfo flag)
    {
        _instance = instance;
        _tracer = tracer;
        _flag = flag;
    }

    internal ITracer Tracer
    {
        get => (ITracer)_tracer.GetValue(_instance)!;
        set => _tracer.SetValue(_instance, value);
    }

    internal bool IsRegistered
    {
        get => (bool)_flag.GetValue(null)!;
        set => _flag.SetValue(null, value);
    }

    internal static GlobalTracerState? Find() => Find(GlobalTracer.Instance);

    internal static GlobalTracerState? Find(ITracer instance)
    {
        var type = instance.GetType();
        var tracer = Only(type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), typeof(ITracer));
        var flag = Only(type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public), typeof(bool));
        return tracer is null || flag is null ? null : new GlobalTracerState(instance, tracer, flag);
    }

    private static FieldInfo? Only(IEnumerable<FieldInfo> fields, Type type)
    {
        var found = fields.Where(field => field.FieldType == type && field is { IsInitOnly: false, IsLiteral: false }).ToArray();
        return found.Length == 1 ? found[0] : null;
    }
}
