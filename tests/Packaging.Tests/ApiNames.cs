using System.Globalization;
using System.Reflection;

namespace Segue.Packaging.Tests;

/// <summary>Names of types and parameters, with what may be null marked as in C#.</summary>
internal static class ApiNames
{
    private static readonly NullabilityInfoContext _nullability = new();

    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    internal static string Of(Type type) => Name(type, null);

    internal static string Of(FieldInfo field) => Name(field.FieldType, _nullability.Create(field));

    internal static string Of(PropertyInfo property) => Name(property.PropertyType, _nullability.Create(property));

    internal static string Of(IEnumerable<ParameterInfo> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Value(parameter.DefaultValue) : "")}"));

    internal static string Of(ParameterInfo parameter)
    {
        var how = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return how + Name(parameter.ParameterType, _nullability.Create(parameter));
    }

    internal static string Value(object? value) => value switch
    {
        null => "null",
        string text => "\"" + text + "\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    internal static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") == true;

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Name(type.GetElementType()!, nullability?.ElementType ?? nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying, null) + "?";
        var mark = !type.IsValueType && (nullability?.ReadState ?? NullabilityState.Unknown) == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray) return Name(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        if (type.IsGenericParameter) return type.Name;
        if (_keywords.TryGetValue(type, out var keyword)) return keyword + mark;

        var name = (type.DeclaringType is { } outer ? Name(outer, null) : type.Namespace) + "." + type.Name.Split('`')[0];
        if (!type.IsGenericType) return name + mark;
        var arguments = type.GetGenericArguments().Select((argument, i) => Name(argument, nullability?.GenericTypeArguments is { } inner && i < inner.Length ? inner[i] : null));
        return $"{name}<{string.Join(", ", arguments)}>{mark}";
    }
}
