using System.Reflection;
using OpenTracing.Mock;
using OpenTracing.Noop;
using OpenTracing.Util;

namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Prints the non-public members that test helpers in the wild reach, the way the second appendix does.</summary>
internal static class NonPublicText
{
    private const BindingFlags NonPublic = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] _singletons =
    [
        typeof(NoopTracer), typeof(NoopScopeManager), typeof(NoopScopeManager.NoopScope), typeof(NoopSpan), typeof(NoopSpanBuilder), typeof(NoopSpanContext),
    ];

    public static IEnumerable<string> Print(Assembly assembly)
    {
        yield return PrintGlobalTracer(assembly.GetType(typeof(GlobalTracer).FullName));
        yield return PrintSingletons(assembly);
        yield return $"{PrintContext(assembly)}; {PrintTracer(assembly)}";
    }

    private static string PrintGlobalTracer(Type type)
    {
        var target = type.GetField("_tracer", NonPublic);
        return $"{TypeText.Name(type)}: {Field(type.GetField("s_isRegistered", NonPublic))}; "
            + $"{Field(target)} ({(target is { IsStatic: false } ? "instance field" : "no instance field")}); "
            + Field(type.GetField("s_instance", NonPublic));
    }

    private static string PrintSingletons(Assembly assembly)
    {
        var names = _singletons
            .Where(singleton => IsSingleton(assembly.GetType(singleton.FullName)))
            .Select(singleton => TypeText.Name(singleton)[(typeof(NoopTracer).Namespace.Length + 1)..]);
        return $"{typeof(NoopTracer).Namespace}.*: internal static readonly <Type> Instance singletons ({string.Join(", ", names)})";
    }

    private static bool IsSingleton(Type type) =>
        type.GetField("Instance", NonPublic) is { IsAssembly: true, IsStatic: true, IsInitOnly: true } field && field.FieldType == type;

    private static string PrintContext(Assembly assembly)
    {
        var type = assembly.GetType(typeof(MockSpanContext).FullName);
        var constructors = type.GetConstructors(NonPublic).Where(constructor => constructor.IsAssembly)
            .Select(constructor => $"internal constructor ({string.Join(", ", constructor.GetParameters().Select(Parameter))})");
        return $"{TypeText.Name(type)}: {string.Join("; ", constructors)}";
    }

    private static string PrintTracer(Assembly assembly)
    {
        var type = assembly.GetType(typeof(MockTracer).FullName);
        var method = type.GetMethod("AppendFinishedSpan", NonPublic);
        var accessibility = method is { IsAssembly: true } ? "internal" : "not internal";
        return $"{TypeText.Name(type)}: {accessibility} {TypeText.Name(method.ReturnType)} {method.Name}({method.GetParameters().Single().ParameterType.Name})";
    }

    private static string Field(FieldInfo field)
    {
        if (field == null)
            return "no field";

        var accessibility = field.IsPrivate ? "private " : "not private ";
        var kind = (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty);
        return $"{accessibility}{kind}{TypeText.Name(field.FieldType)} {field.Name}";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType == typeof(IDictionary<string, string>) ? "IDictionary<string,string>" : TypeText.Name(parameter.ParameterType);
        return $"{type} {parameter.Name}";
    }
}
