using Segue.Attach.Tool.Doctor;

namespace Segue.Attach.Tool;

/// <summary>Starts the command with the variables set, or without them where they would end it.</summary>
internal static class Launch
{
    internal static int Run(CommandLine line, HookLayout layout)
    {
        var program = SearchPath.Find(line.Command[0], ProcessEnvironment.Get);
        if (program is null)
        {
            Console.Error.WriteLine($"segue-attach: there is no {line.Command[0]}.");
            return ExitCode.NotFound;
        }

        var variables = ProcessEnvironment.All().ToDictionary(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal);
        if (ReasonNotToAttach(line, layout) is { } reason)
        {
            Console.Error.WriteLine($"segue-attach: {line.Command[0]} runs without Segue: {reason}.");
        }
        else
        {
            foreach (var (name, value) in ChildEnvironment.Additions(line, layout, ProcessEnvironment.Get)) variables[name] = value;
        }

        return OperatingSystem.IsWindows()
            ? ChildProcess.Run(program, line.Command, variables)
            : ProcessImage.Replace(program, line.Command, variables);
    }

    // These two would end the application before its first line.
    private static string? ReasonNotToAttach(CommandLine line, HookLayout layout)
    {
        if (layout.Missing().FirstOrDefault() is { } missing) return "there is no " + missing;
        var target = Target.Find(line.Command, ProcessEnvironment.Get);
        return target.Runtime is { Major: < Target.LeastMajor } old ? $"it runs on .NET {old}, and the hook needs .NET {Target.LeastMajor} or later" : null;
    }
}
