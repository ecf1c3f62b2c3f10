using System.Globalization;
using System.Reflection;

namespace Segue.Packaging.Tests;

/// <summary>Lists what users of an assembly can name: a line for each type and each of its public or protected members.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    internal static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(ApiNames.Of, StringComparer.Ordinal).SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend(Describe(type)));

    private static string Describe(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<string> inherited = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(face => face.IsVisible).Select(ApiNames.Of).Order(StringComparer.Ordinal);
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object)) inherited = inherited.Prepend(ApiNames.Of(parent));
        var list = type.IsEnum ? ApiNames.Of(Enum.GetUnderlyingType(type)) : string.Join(", ", inherited);
        return $"{kind} {ApiNames.Of(type)}{(list.Length > 0 ? " : " + list : "")}{Obsolete(type)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"  {name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        var fields = type.GetFields(Declared).Where(field => IsVisible(field.Attributes)).Select(Describe);
        var properties = type.GetProperties(Declared).Where(property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)).Select(Describe);
        var events = type.GetEvents(Declared).Where(member => IsVisible(member.AddMethod)).Select(Describe);
        var constructors = type.GetConstructors(Declared).Where(IsVisible).Where(constructor => !constructor.IsStatic).Select(Describe);
        var methods = type.GetMethods(Declared).Where(IsVisible).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)).Select(Describe);
        return fields.Concat(properties).Concat(events).Concat(constructors).Concat(methods);
    }

    private static string Describe(FieldInfo field)
    {
        var how = field.IsLiteral ? "const " : field.IsStatic ? field.IsInitOnly ? "static readonly " : "static " : "";
        var value = field.IsLiteral ? " = " + ApiNames.Value(field.GetRawConstantValue()) : "";
        return $"  {how}{ApiNames.Of(field)} {field.Name}{value}{Obsolete(field)}";
    }

    private static string Describe(PropertyInfo property)
    {
        var accessors = new[] { Accessor("get", property.GetMethod), Accessor(ApiNames.IsInit(property) ? "init" : "set", property.SetMethod) };
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? "[" + ApiNames.Of(parameters) + "]" : "";
        return $"  {Modifiers((property.GetMethod ?? property.SetMethod)!)}{ApiNames.Of(property)} {property.Name}{index} {{ {string.Concat(accessors)}}}{Obsolete(property)}";
    }

    private static string Describe(EventInfo member) => $"  {Modifiers(member.AddMethod!)}event {ApiNames.Of(member.EventHandlerType!)} {member.Name}{Obsolete(member)}";

    private static string Describe(ConstructorInfo constructor) =>
        $"  {(constructor.IsFamily ? "protected " : "")}ctor({ApiNames.Of(constructor.GetParameters())}){Obsolete(constructor)}";

    private static string Describe(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? "<" + string.Join(", ", method.GetGenericArguments().Select(ApiNames.Of)) + ">" : "";
        var extended = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) ? "this " : "";
        return $"  {Modifiers(method)}{ApiNames.Of(method.ReturnParameter)} {method.Name}{generic}({extended}{ApiNames.Of(method.GetParameters())}){Obsolete(method)}";
    }

    private static string Accessor(string name, MethodInfo? method) => !IsVisible(method) ? "" : (method!.IsPublic ? "" : "protected ") + name + "; ";

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic) return access + "static ";
        if (method.DeclaringType!.IsInterface) return access;
        if (method is MethodInfo { IsVirtual: true } own && own.GetBaseDefinition() != own) return access + (method.IsFinal ? "sealed override " : "override ");
        return access + (method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");
    }

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Obsolete(MemberInfo member) => member.IsDefined(typeof(ObsoleteAttribute)) ? " (obsolete)" : "";
}
