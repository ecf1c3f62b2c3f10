using System.Reflection;
using OpenTracing.Mock;

namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Prints what the public static readonly fields hold, the way the first appendix does.</summary>
internal static class RuntimeValueText
{
    public static IEnumerable<string> Print(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where field.IsInitOnly
        select $"{TypeText.Name(type)}.{field.Name}: {Describe(field.GetValue(null))}";

    private static string Describe(object value)
    {
        if (value is IPropagator)
            return $"instance of {value.GetType().Name}";

        var type = value.GetType();
        return type.GetProperty("Key") is { } key
            ? $"{type.Name} with Key = \"{key.GetValue(value)}\""
            : $"ToString() = \"{value}\", runtime type = {type} valuetype={type.IsValueType}";
    }
}
