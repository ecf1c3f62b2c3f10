using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Segue.Contracts.OpenTracing.Tests.Api;

/// <summary>Prints an assembly in the format of the listing, appendices included.</summary>
internal static class AssemblyText
{
    private const BindingFlags DeclaredMembers =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var name = assembly.GetName();
        var text = new StringBuilder();
        text.AppendLine($"// assembly: {name.FullName}");
        text.AppendLine($"// public key: {Convert.ToHexStringLower(name.GetPublicKey())}");

        foreach (var type in assembly.GetTypes().Where(IsVisible))
        {
            text.AppendLine($"### {TypeText.Name(type)}");
            text.AppendLine(TypeText.Declaration(type));
            Indent(text, Members(type));
        }

        text.AppendLine("### APPENDIX: runtime values of public static readonly fields");
        Indent(text, RuntimeValueText.Print(assembly));
        text.AppendLine("### APPENDIX: non-public members that public code is known to reach by reflection (test helpers that reset the global tracer)");
        Indent(text, NonPublicText.Print(assembly));
        return text.ToString();
    }

    private static void Indent(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.AppendLine($"    {line}");
    }

    private static bool IsVisible(Type type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType));

    private static IEnumerable<string> Members(Type type)
    {
        var constructors = type.GetConstructors(DeclaredMembers).Where(constructor => !constructor.IsStatic).ToArray();
        var methods = type.GetMethods(DeclaredMembers).Where(method => !method.IsSpecialName).ToArray();
        var properties = type.GetProperties(DeclaredMembers);

        return
        [
            .. type.GetFields(DeclaredMembers).Where(MemberText.IsVisible).Select(MemberText.Field),
            .. constructors.Where(MemberText.IsVisible).Select(MemberText.Constructor),
            .. properties.Where(property => property.GetAccessors(nonPublic: true).Any(MemberText.IsVisible)).Select(MemberText.Property),
            .. methods.Where(MemberText.IsVisible).Select(MemberText.Method),
            .. type.GetEvents(DeclaredMembers).Select(item => $"event {item.Name}"),
            .. SpecialMethods(type),
            .. properties.Where(property => IsExplicit(property.Name)).Select(MemberText.ExplicitProperty),
            .. methods.Where(method => IsExplicit(method.Name) && !IsGenerated(method)).Select(MemberText.ExplicitMethod),
            .. constructors.Length > 0 && !constructors.Any(MemberText.IsVisible) ? ["// (no accessible constructor)"] : Array.Empty<string>(),
        ];
    }

    private static bool IsExplicit(string name) => name.Contains('.', StringComparison.Ordinal);

    private static bool IsGenerated(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute), false);

    // Operators are special names without a property or event of their own.
    private static IEnumerable<string> SpecialMethods(Type type) =>
        type.GetMethods(DeclaredMembers)
            .Where(method => method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(MemberText.Method);
}
