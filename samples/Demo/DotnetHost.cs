namespace Demo;

/// <summary>Finds the program that runs .NET assemblies.</summary>
internal static class DotnetHost
{
    private static readonly string _fileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The host of this process: a service then runs on the same runtime, whatever else is installed.</summary>
    internal static string Path { get; } = Find();

    private static string Find()
    {
        if (Environment.ProcessPath is { } own && System.IO.Path.GetFileName(own) == _fileName) return own;

        // {root}/shared/Microsoft.NETCore.App/{version}/System.Private.CoreLib.dll
        var runtime = System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location);
        if (!string.IsNullOrEmpty(runtime) && System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "..", "..", "..", _fileName)) is var beside && File.Exists(beside)) return beside;

        return Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } told && File.Exists(told) ? told : _fileName;
    }
}
