using System.Reflection;
using System.Runtime.CompilerServices;

namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Prints members the way the listing does.</summary>
internal static class MemberText
{
    public static bool IsVisible(MethodBase method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    public static bool IsVisible(FieldInfo field) => field is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    public static string Field(FieldInfo field)
    {
        var kind = field switch
        {
            { IsLiteral: true } => "const ",
            { IsStatic: true, IsInitOnly: true } => "static readonly ",
            { IsStatic: true } => "static ",
            { IsInitOnly: true } => "readonly ",
            _ => string.Empty,
        };
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : string.Empty;
        var accessibility = field.IsPublic ? "public " : "protected ";
        return $"{TypeText.Obsolete(field)}{accessibility}{kind}{TypeText.Name(field.FieldType)} {field.Name}{value};";
    }

    public static string Constructor(ConstructorInfo constructor) =>
        $"{TypeText.Obsolete(constructor)}{Modifiers(constructor)}{constructor.DeclaringType.Name.Split('`')[0]}({Parameters(constructor)});";

    public static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Name))}>" : string.Empty;
        return $"{TypeText.Obsolete(method)}{Modifiers(method)}{TypeText.Name(method.ReturnType)} {method.Name}{generics}({Parameters(method)});";
    }

    public static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var main = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        return $"{TypeText.Obsolete(property)}{Modifiers(main)}{Signature(property, property.Name, main, accessors)}";
    }

    public static string ExplicitProperty(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true);
        return $"// explicit interface implementation: {Signature(property, property.Name, accessors[0], accessors)}";
    }

    public static string ExplicitMethod(MethodInfo method) =>
        $"// explicit interface implementation: {TypeText.Name(method.ReturnType)} {method.Name}({Parameters(method)})";

    private static string Signature(PropertyInfo property, string name, MethodInfo main, MethodInfo[] accessors)
    {
        var texts = accessors.OrderBy(accessor => accessor != property.GetMethod).Select(accessor =>
        {
            var weaker = main.IsPublic && accessor.IsFamily ? "protected " : string.Empty;
            return weaker + (accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
        });
        var index = property.GetIndexParameters().Length == 0 ? string.Empty : "[index]";
        return $"{TypeText.Name(property.PropertyType)} {name}{index} {{ {string.Join(" ", texts)} }}";
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType.IsInterface)
            return method.IsAbstract ? string.Empty : "default ";

        var accessibility = method.IsPublic ? "public " : "protected ";
        return accessibility + (method.IsStatic ? "static " : Dispatch(method));
    }

    private static string Dispatch(MethodBase method)
    {
        if (method is not MethodInfo { IsVirtual: true } info)
            return string.Empty;
        if (info.GetBaseDefinition() != info)
            return info.IsFinal ? "sealed override " : "override ";

        // An implicit interface implementation is virtual and final in metadata, and neither in C#.
        return info.IsAbstract ? "abstract " : info.IsFinal ? string.Empty : "virtual ";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var name = parameter.Name == "event" ? "@event" : parameter.Name;
        var marks = parameter.IsOut ? "out " : parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : string.Empty;
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : string.Empty;
        return $"{marks}{TypeText.Name(parameter.ParameterType)} {name}{value}";
    }

    private static string Literal(object value) => value is string text ? $"\"{text}\"" : value?.ToString() ?? "null";
}
