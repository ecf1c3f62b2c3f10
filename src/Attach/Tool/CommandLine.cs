namespace Segue.Attach.Tool;

/// <summary>The tool's own arguments, and behind <c>--</c> the command that they are about.</summary>
internal sealed record CommandLine(Verb Verb)
{
    internal const string Usage = """
        Attaches Segue to a .NET application that uses OpenTracing.

          segue-attach run    [--replace] [--web] -- COMMAND ARGUMENTS...
          segue-attach doctor [--replace] [--web] -- COMMAND ARGUMENTS...
          segue-attach env    [--replace] [--web] [--shell sh|powershell|cmd]

        run      starts COMMAND with the variables set for it and what it starts; ends as it ends.
        doctor   says what would happen to COMMAND, and why a span might be missing; starts nothing.
        env      prints the variables for a shell, a unit file or a container.

        --replace  keeps Segue in charge where the application registers a tracer of its own.
        --web      attaches when ASP.NET Core builds its host instead of at the start of the process.

        """;

    internal string? Error { get; private init; }

    internal bool Replace { get; private init; }

    internal bool Web { get; private init; }

    internal string Shell { get; private init; } = "sh";

    internal IReadOnlyList<string> Command { get; private init; } = [];

    internal static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) return new CommandLine(Verb.Help);
        Verb? verb = arguments[0] switch
        {
            "run" => Verb.Run,
            "doctor" => Verb.Doctor,
            "env" => Verb.Env,
            "help" or "--help" or "-h" or "-?" => Verb.Help,
            "version" or "--version" => Verb.Version,
            _ => null,
        };
        if (verb is null) return Wrong(Verb.Help, $"'{arguments[0]}' is not something it does");
        var line = new CommandLine(verb.Value);
        for (var i = 1; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--": return line.About([.. arguments.Skip(i + 1)]);
                case "--help" or "-h": return new CommandLine(Verb.Help);
                case "--replace": line = line with { Replace = true }; break;
                case "--web": line = line with { Web = true }; break;
                case "--shell" when verb == Verb.Env && i + 1 < arguments.Count && arguments[i + 1] is "sh" or "powershell" or "cmd":
                    line = line with { Shell = arguments[++i] };
                    break;
                case "--shell": return Wrong(verb.Value, "--shell is for 'env' and takes sh, powershell or cmd");
                // What does not look like an option begins the command: nobody needs the dashes for it.
                case { } first when !first.StartsWith('-'): return line.About([.. arguments.Skip(i)]);
                default: return Wrong(verb.Value, $"'{arguments[i]}' is not an option");
            }
        }

        return line.About([]);
    }

    private CommandLine About(IReadOnlyList<string> command) => (Verb, command.Count) switch
    {
        (Verb.Run or Verb.Doctor, 0) => Wrong(Verb, "there is no command behind '--'"),
        (Verb.Env, > 0) => Wrong(Verb, "'env' takes no command"),
        _ => this with { Command = command },
    };

    private static CommandLine Wrong(Verb verb, string error) => new(verb) { Error = error };
}
