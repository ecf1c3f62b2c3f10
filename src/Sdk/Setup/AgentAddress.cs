using System.Globalization;
using Segue.Diagnostics;

namespace Segue;

/// <summary>Resolves which exits there are and where the trace agent is.</summary>
internal static class AgentAddress
{
    internal const string DefaultSocket = "/var/run/datadog/apm.socket";

    private const int DefaultPort = 8126;

    internal static List<SegueExit> ResolveExits(SegueOptions options, Func<string, string?> read, Func<string, bool> fileExists, out bool given)
    {
        given = true;
        if (options.Exits.Count > 0) return [.. new HashSet<SegueExit>(options.Exits)];

        const string Name = "OTEL_TRACES_EXPORTER";
        if (read(Name) is { } listed)
        {
            var exits = new List<SegueExit>();
            var understood = false;
            foreach (var item in listed.Split(','))
            {
                SegueExit? exit = null;
                switch (item.Trim().ToLowerInvariant())
                {
                    case "datadog": exit = SegueExit.Datadog; break;
                    case "otlp": exit = SegueExit.Otlp; break;
                    case "none": understood = true; continue;
                    case "": continue;
                    default: SegueEventSource.Log.BadSetting(Name, item, "datadog, otlp, none"); continue;
                }

                understood = true;
                if (!exits.Contains(exit.Value)) exits.Add(exit.Value);
            }

            if (understood) return exits;
        }

        given = false;
        var agent = read("DD_AGENT_HOST") is not null || read("DD_TRACE_AGENT_URL") is not null || fileExists(DefaultSocket);
        return [agent ? SegueExit.Datadog : SegueExit.Otlp];
    }

    internal static Uri Resolve(SegueOptions options, Func<string, string?> read, Func<string, bool> fileExists)
    {
        const string Accepted = "http://host:port, https://host:port, unix:///path";
        if (options.AgentUri is { } given)
        {
            return IsAgentUri(given) ? given : throw new ArgumentException("AgentUri is '" + given + "'; accepted are " + Accepted + ".", nameof(options));
        }

        if (read("DD_TRACE_AGENT_URL") is { } url)
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsAgentUri(uri)) return uri;
            SegueEventSource.Log.BadSetting("DD_TRACE_AGENT_URL", url, Accepted);
        }

        var host = read("DD_AGENT_HOST");
        var port = read("DD_TRACE_AGENT_PORT");
        if (host is null && port is null && fileExists(DefaultSocket)) return new Uri("unix://" + DefaultSocket);

        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
        {
            if (port is not null) SegueEventSource.Log.BadSetting("DD_TRACE_AGENT_PORT", port, "1 to 65535");
            number = DefaultPort;
        }

        host ??= "localhost";
        if (host.IndexOf(':') >= 0 && host[0] != '[') host = "[" + host + "]";
        if (Uri.TryCreate("http://" + host + ":" + number.ToString(CultureInfo.InvariantCulture), UriKind.Absolute, out var built)) return built;
        SegueEventSource.Log.BadSetting("DD_AGENT_HOST", host, "a host name or address");
        return new Uri("http://localhost:" + number.ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsAgentUri(Uri uri) =>
        uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == "unix" && uri.AbsolutePath.Length > 1));
}
