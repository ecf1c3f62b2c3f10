namespace Segue.Attach.Tool.Doctor;

/// <summary>What kind of program a command starts.</summary>
internal enum TargetKind
{
    /// <summary>An assembly, started by <c>dotnet</c> or by its own host.</summary>
    Assembly,

    /// <summary>Application and assemblies in one file.</summary>
    SingleFile,

    /// <summary>Compiled ahead of time, without a runtime that could load a hook.</summary>
    NativeAot,

    /// <summary>A command of the .NET SDK, which may start an application.</summary>
    SdkCommand,

    /// <summary>Anything else: a script, perhaps, that starts an application.</summary>
    Unknown,
}
