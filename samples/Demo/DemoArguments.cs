using System.Globalization;

namespace Demo;

/// <summary>What the demo was asked to do.</summary>
internal sealed record DemoArguments(int Requests, string? JsonFile, bool ShowHelp)
{
    internal const int DefaultRequests = 3;
    internal const int MaxRequests = 1000;

    internal static readonly string Usage = $"""
        Usage: dotnet run --project samples/Demo -- [options]

        Starts three traced services and a trace agent, sends requests across them and shows the traces that arrive.

          --requests N   how many requests to send, 1 to {MaxRequests} (default {DefaultRequests})
          --json FILE    also write the traces to FILE
          --help         show this text

        Exit code: 0 when every request gave one connected trace over three services, 1 when not, 2 when the options are wrong.
        """;

    internal static bool TryParse(IReadOnlyList<string> args, out DemoArguments arguments, out string problem)
    {
        arguments = new DemoArguments(DefaultRequests, null, false);
        problem = "";
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] && before.StartsWith("--", StringComparison.Ordinal) ? (before, after) : (args[i], null);
            switch (name)
            {
                case "--help" or "-h" or "-?" when value is null:
                    arguments = arguments with { ShowHelp = true };
                    break;
                case "--requests":
                    value ??= ++i < args.Count ? args[i] : "";
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) || requests is < 1 or > MaxRequests)
                    {
                        problem = $"--requests is '{value}'; it takes a number from 1 to {MaxRequests}.";
                        return false;
                    }

                    arguments = arguments with { Requests = requests };
                    break;
                case "--json":
                    value ??= ++i < args.Count ? args[i] : "";
                    if (!IsWritable(value))
                    {
                        problem = $"--json is '{value}'; it takes a file in a folder that exists.";
                        return false;
                    }

                    arguments = arguments with { JsonFile = Path.GetFullPath(value) };
                    break;
                default:
                    problem = $"'{args[i]}' is not an option.";
                    return false;
            }
        }

        return true;
    }

    private static bool IsWritable(string file) =>
        file.Length > 0 && !file.Contains('\0') && !Directory.Exists(file) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)));
}
