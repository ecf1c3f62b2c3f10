using System.Globalization;
using System.Text;

namespace Segue;

/// <summary>The effective configuration in one line, each value with where it came from.</summary>
internal static class StartupLine
{
    internal const string SwitchedOff = "switched off";

    private const string OfProcess = SettingOrigins.Default;
    private const string OfProvider = "default, unless the provider's resource says it";

    /// <summary>What was set up in one call, or that nothing was, and by which setting.</summary>
    internal static string Of(SegueSettings settings) => settings.Enabled ? Of(settings, SettingParts.All, OfProcess) : SwitchedOff + Origin(settings, "enabled", OfProcess);

    /// <summary>What was added to a provider of the application.</summary>
    internal static string OfJoined(SegueSettings settings, SettingParts parts) =>
        "on a provider of the application, " + (settings.Enabled ? Of(settings, parts, OfProvider) : SwitchedOff + Origin(settings, "enabled", OfProcess));

    private static string Of(SegueSettings settings, SettingParts parts, string unset)
    {
        var line = new StringBuilder();
        void Add(SettingParts part, string name, object? value)
        {
            if ((parts & part) == 0) return;
            if (line.Length > 0) line.Append(", ");
            line.Append(name).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append(Origin(settings, name, name is "service" or "env" or "version" ? unset : OfProcess));
        }

        var propagation = settings.Propagation;
        Add(SettingParts.All, "enabled", "true");
        Add(SettingParts.Exit, "service", settings.ServiceName);
        Add(SettingParts.Exit, "env", settings.Environment);
        Add(SettingParts.Exit, "version", settings.Version);
        Add(SettingParts.Exit, "tags", string.Join(";", settings.Tags.Keys));
        Add(SettingParts.Exit, "exits", string.Join("+", settings.Exits));
        Add(SettingParts.Exit, "agent", settings.AgentUri);
        Add(SettingParts.Sources, "framework spans", settings.RecordFrameworkSpans ? "on" : "off");
        Add(SettingParts.Sources, "sources", string.Join(";", settings.Sources));
        Add(SettingParts.Sampling, "rules", settings.Sampling.Rules.Count);
        Add(SettingParts.Sampling, "rate", settings.Sampling.SampleRate ?? settings.Sampling.NamedRate);
        Add(SettingParts.Sampling, "limit", settings.Sampling.RateLimit);
        Add(SettingParts.Exit, "span rules", settings.SpanRules.Count);
        Add(SettingParts.Exit | SettingParts.Sampling, "dropped early", settings.DropEarly ? "yes" : "no");
        Add(SettingParts.Exit, "partial flush", settings.PartialFlushSpans);
        Add(SettingParts.Exit, "service mapping", string.Join(";", settings.ServiceMapping.Keys));
        Add(SettingParts.Exit, "header tags", string.Join(";", settings.HeaderTags.Keys));
        if (propagation is null) return line.ToString();
        Add(SettingParts.Propagation, "extract", string.Join("+", propagation.Extract));
        Add(SettingParts.Propagation, "inject", string.Join("+", propagation.Inject));
        Add(SettingParts.Propagation, "arriving traces", propagation.Behavior);
        Add(SettingParts.Propagation, "first only", propagation.ExtractFirst ? "yes" : "no");
        Add(SettingParts.Propagation, "headers to", string.Join(";", propagation.PropagateTo));
        Add(SettingParts.Propagation, "baggage to", string.Join(";", propagation.PropagateBaggageTo));
        return line.ToString();
    }

    private static string Origin(SegueSettings settings, string name, string unset) =>
        settings.Origins.TryGetValue(name, out var origin) ? " (" + (origin == SettingOrigins.Default ? unset : origin) + ")" : "";
}
