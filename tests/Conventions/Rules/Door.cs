using System.Text.RegularExpressions;
using Segue.Conventions.Source;

namespace Segue.Conventions.Rules;

/// <summary>Something outside that code may reach through one file only, or through none.</summary>
internal sealed record Door(string What, Regex Pattern, string? File, params string[] ExceptUnder)
{
    internal static Door Environment { get; } = new(
        "the environment",
        new Regex(@"\b(?:Get|Set|Expand)EnvironmentVariables?\b"),
        "src/Sdk/Setup/EnvironmentOptions.cs",
        "src/Attach/Hook/AttachSettings.cs",
        "src/Attach/Tool/ProcessEnvironment.cs",
        "src/Attach/Tool/Doctor/ExitSwitch.cs");

    internal static Door AmbientState { get; } = new(
        "Activity.Current for writing",
        new Regex(@"\bActivity\s*\.\s*Current\s*(?:\?\?)?=(?![=>])"),
        "src/Core/Context/AmbientSpan.cs");

    internal static Door Network { get; } = new(
        "the network",
        new Regex(@"\b(?:HttpClient(?:Handler)?|SocketsHttpHandler|HttpWebRequest|WebClient|HttpListener|Socket|TcpClient|TcpListener|UdpClient|NetworkStream)\b"),
        "src/Sdk/Agent/AgentTransport.cs",
        "src/TraceView",
        "src/Attach/Tool/Doctor/Reachability.cs");

    internal static Door Sleep { get; } = new("Thread.Sleep", new Regex(@"\bThread\s*\.\s*Sleep\b"), null);

    internal static Door LocalTime { get; } = new("DateTime.Now", new Regex(@"\bDateTime\s*\.\s*(?:Now|Today)\b"), null);

    internal IEnumerable<string> Check(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path != File && !ExceptUnder.Any(other => file.Path == other || file.IsUnder(other))
        from match in Pattern.Matches(file.Code)
        select file.At(match.Index, "uses " + What + (File is null ? ", which nothing may" : ", which only " + File + " may"));
}
