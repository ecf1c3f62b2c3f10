using System.Reflection;
using System.Runtime.CompilerServices;

namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Prints types the way the listing does.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(double)] = "double",
    };

    public static string Name(Type type)
    {
        if (_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsGenericParameter)
            return type.Name + Variance(type);
        if (type.IsArray)
            return Name(type.GetElementType()) + "[]";
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType());

        var prefix = type.DeclaringType != null ? Name(type.DeclaringType) : type.Namespace;
        return $"{prefix}.{ShortName(type)}";
    }

    public static string ShortName(Type type)
    {
        var arguments = type.GetGenericArguments();
        return arguments.Length == 0 ? type.Name : $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select(Name))}>";
    }

    public static string Declaration(Type type)
    {
        var bases = Bases(type).Select(Name).ToArray();
        var accessibility = type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public";
        var colon = bases.Length == 0 ? string.Empty : " : ";
        return $"{Obsolete(type)}{accessibility} {Kind(type)} {ShortName(type)}{colon}{string.Join(", ", bases)}";
    }

    public static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute), false) ? "[Obsolete] " : string.Empty;

    private static IEnumerable<Type> Bases(Type type)
    {
        var hasBase = type.IsClass && type.BaseType != typeof(object);
        return hasBase ? type.GetInterfaces().Prepend(type.BaseType) : type.GetInterfaces();
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly struct" : "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    // The contract has neither variance nor constraints, so any mark makes the line differ.
    private static string Variance(Type parameter)
    {
        var constraints = parameter.GetGenericParameterConstraints();
        return parameter.GenericParameterAttributes == GenericParameterAttributes.None && constraints.Length == 0
            ? string.Empty
            : $" /* {parameter.GenericParameterAttributes} {string.Join(", ", constraints.Select(Name))} */";
    }
}
