using System.Reflection;
using Segue.Attach.Tool;
using Segue.Attach.Tool.Doctor;

var line = CommandLine.Parse(args);
if (line.Error is not null)
{
    Console.Error.WriteLine("segue-attach: " + line.Error);
    Console.Error.WriteLine("'segue-attach help' shows how it is used.");
    return ExitCode.Usage;
}

var layout = new HookLayout(AppContext.BaseDirectory);
switch (line.Verb)
{
    case Verb.Run:
        return Launch.Run(line, layout);
    case Verb.Env:
        Console.Out.Write(ShellSyntax.Write(ChildEnvironment.Additions(line, layout, ProcessEnvironment.Get), line.Shell));
        return 0;
    case Verb.Doctor:
        return Examination.Run(line, layout, Console.Out);
    case Verb.Version:
        var told = Attribute.GetCustomAttribute(typeof(HookLayout).Assembly, typeof(AssemblyInformationalVersionAttribute)) as AssemblyInformationalVersionAttribute;
        Console.Out.WriteLine("segue-attach " + told?.InformationalVersion.Split('+')[0]);
        return 0;
    default:
        Console.Out.Write(CommandLine.Usage);
        return 0;
}
