namespace Segue.Packaging.Tests;

/// <summary>Finds what a package of the product must not carry or lack.</summary>
internal static class PackageRules
{
    internal static readonly string[] Targets = ["net10.0", "net8.0", "netstandard2.0"];

    // ASP.NET Core itself ends at these.
    private static readonly string[] _webTargets = ["net10.0", "net8.0"];

    internal static IEnumerable<string> Check(Package package)
    {
        if (package.Id == "Segue.Attach") return CheckTool(package).Concat(CheckSelf(package));
        return CheckLibrary(package).Concat(CheckSelf(package));
    }

    private static IEnumerable<string> CheckLibrary(Package package)
    {
        var targets = package.Id == "Segue.AspNetCore" ? _webTargets : Targets;
        var own = targets.Select(target => $"lib/{target}/{package.Id}.dll").ToArray();
        var documentation = own.Select(path => Path.ChangeExtension(path, ".xml"));
        foreach (var path in own.Concat(documentation).Where(path => !package.Has(path))) yield return package.Id + " lacks " + path;
        foreach (var path in package.Binaries.Except(own)) yield return package.Id + " carries " + path;
        foreach (var folder in package.LibraryFolders.Except(targets)) yield return package.Id + " has a library for " + folder;
    }

    // What it may carry is told file by file where the hook is tested.
    private static IEnumerable<string> CheckTool(Package package)
    {
        foreach (var path in new[] { "tools/net8.0/any/segue-attach.dll", "tools/net8.0/any/hook/Segue.Attach.Hook.dll" }.Where(path => !package.Has(path))) yield return package.Id + " lacks " + path;
        foreach (var path in package.Binaries.Where(path => Path.GetFileName(path) is "OpenTracing.dll" or "MessagePack.dll")) yield return package.Id + " carries " + path;
    }

    private static IEnumerable<string> CheckSelf(Package package)
    {
        if (package.License != "Apache-2.0") yield return package.Id + " has the license '" + package.License + "'";
        if (package.Description.Length < 20 || package.Description == "Package Description") yield return package.Id + " does not say what it is";
    }
}
