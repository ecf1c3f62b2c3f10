namespace Segue.Attach.Tool.Doctor;

/// <summary>Everything that the doctor looks at, printed in the order in which a span would meet it.</summary>
internal static class Examination
{
    internal static int Run(CommandLine line, HookLayout layout, TextWriter output)
    {
        var target = Target.Find(line.Command, ProcessEnvironment.Get);
        var findings = Examine(line, layout, target, ProcessEnvironment.Get).ToArray();
        foreach (var finding in findings) output.WriteLine(finding);

        var problems = findings.Count(finding => finding.IsProblem);
        output.WriteLine();
        output.WriteLine(problems == 0
            ? $"{target.Name} would be attached to, and its spans would leave."
            : $"{problems} {(problems == 1 ? "problem keeps" : "problems keep")} spans of {target.Name} away.");
        return problems == 0 ? 0 : ExitCode.Unwell;
    }

    internal static IEnumerable<Finding> Examine(CommandLine line, HookLayout layout, Target target, Func<string, string?> variable) =>
        AttachFindings.Of(line, layout, target, variable)
            .Concat(RegistrationFindings.Of(line, target, variable))
            .Concat(SourceFindings.Of(target))
            .Concat(PipelineFindings.Of(target, variable));
}
