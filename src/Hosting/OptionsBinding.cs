using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Segue.Hosting;

/// <summary>Sets options from a section of the application's configuration, without reflection.</summary>
/// <remarks>
/// <para>Shape: the names of <see cref="SegueOptions"/> in any case; a list is an array or one text with commas; tags are a section; rules are an
/// array of <c>Service</c>, <c>Name</c>, <c>Resource</c>, <c>Tags</c> and <c>SampleRate</c>.</para>
/// <para>Errors: every unknown name and every value out of range is told at once.</para>
/// </remarks>
internal sealed class OptionsBinding
{
    internal const string Section = "Segue";

    private static readonly Dictionary<string, Action<OptionsBinding, SegueOptions, IConfigurationSection>> _settings = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(SegueOptions.ServiceName)] = static (_, options, section) => options.ServiceName = section.Value,
        [nameof(SegueOptions.Environment)] = static (_, options, section) => options.Environment = section.Value,
        [nameof(SegueOptions.Version)] = static (_, options, section) => options.Version = section.Value,
        [nameof(SegueOptions.Tags)] = static (binding, options, section) => binding.ReadTags(section, options.Tags),
        [nameof(SegueOptions.Enabled)] = static (binding, options, section) => options.Enabled = binding.ReadBool(section) ?? options.Enabled,
        [nameof(SegueOptions.Exits)] = static (binding, options, section) => binding.ReadList(section, options.Exits),
        [nameof(SegueOptions.AgentUri)] = static (binding, options, section) => options.AgentUri = binding.ReadUri(section) ?? options.AgentUri,
        [nameof(SegueOptions.FrameworkSpans)] = static (binding, options, section) => options.FrameworkSpans = binding.ReadName(section, options.FrameworkSpans),
        [nameof(SegueOptions.SampleRate)] = static (binding, options, section) => options.SampleRate = binding.ReadNumber(section, 0, 1, "0 to 1") ?? options.SampleRate,
        [nameof(SegueOptions.SamplingRules)] = static (binding, options, section) => binding.ReadRules(section, options.SamplingRules),
        [nameof(SegueOptions.RateLimit)] = static (binding, options, section) => options.RateLimit = binding.ReadNumber(section, double.MinValue, double.MaxValue, "traces each second, below 0 for no limit") ?? options.RateLimit,
        [nameof(SegueOptions.DropEarly)] = static (binding, options, section) => options.DropEarly = binding.ReadBool(section) ?? options.DropEarly,
        [nameof(SegueOptions.Sources)] = static (_, options, section) => ReadTexts(section, options.Sources),
        [nameof(SegueOptions.Extract)] = static (binding, options, section) => binding.ReadList(section, options.Extract),
        [nameof(SegueOptions.Inject)] = static (binding, options, section) => binding.ReadList(section, options.Inject),
        [nameof(SegueOptions.Fleet)] = static (binding, options, section) => options.Fleet = binding.ReadName(section, options.Fleet),
        [nameof(SegueOptions.GuestMode)] = static (binding, options, section) => options.GuestMode = binding.ReadBool(section) ?? options.GuestMode,
        [nameof(SegueOptions.PropagateTo)] = static (_, options, section) => ReadTexts(section, options.PropagateTo),
        [nameof(SegueOptions.PropagateBaggageTo)] = static (_, options, section) => ReadTexts(section, options.PropagateBaggageTo),
    };

    private readonly List<string> _failures = [];

    /// <summary>The names that a section may have.</summary>
    internal static IReadOnlyCollection<string> Names => _settings.Keys;

    /// <summary>Sets what a section says.</summary>
    /// <exception cref="OptionsValidationException">A name is unknown or a value out of range.</exception>
    internal static void Bind(IConfiguration section, SegueOptions options)
    {
        var binding = new OptionsBinding();
        foreach (var child in section.GetChildren())
        {
            if (_settings.TryGetValue(child.Key, out var set)) set(binding, options, child);
            else binding._failures.Add(child.Path + " is not a setting; accepted are " + string.Join(", ", _settings.Keys) + ".");
        }

        if (binding._failures.Count > 0) throw new OptionsValidationException(Section, typeof(SegueOptions), binding._failures);
    }

    private static void ReadTexts(IConfigurationSection section, IList<string> list)
    {
        list.Clear();
        foreach (var item in ItemsOf(section)) list.Add(item.Text);
    }

    private static IEnumerable<(string Path, string Text)> ItemsOf(IConfigurationSection section)
    {
        foreach (var text in (section.Value ?? "").Split(','))
        {
            if (text.Trim() is { Length: > 0 } trimmed) yield return (section.Path, trimmed);
        }

        foreach (var child in section.GetChildren()) yield return (child.Path, (child.Value ?? "").Trim());
    }

    private static string NamesOf<T>()
        where T : struct, Enum
    {
#if NET
        return string.Join(", ", Enum.GetNames<T>());
#else
        return string.Join(", ", Enum.GetNames(typeof(T)));
#endif
    }

    private void Refuse(string path, string? value, string accepted) => _failures.Add(path + " is '" + value + "'; accepted are " + accepted + ".");

    private void ReadList<T>(IConfigurationSection section, IList<T> list)
        where T : struct, Enum
    {
        list.Clear();
        foreach (var item in ItemsOf(section))
        {
            if (TryReadName(item.Text, out T value)) list.Add(value);
            else Refuse(item.Path, item.Text, NamesOf<T>());
        }
    }

    private T ReadName<T>(IConfigurationSection section, T otherwise)
        where T : struct, Enum
    {
        if (TryReadName(section.Value, out T value)) return value;
        Refuse(section.Path, section.Value, NamesOf<T>());
        return otherwise;
    }

    // Numbers are no names, though the framework takes them for some.
    private static bool TryReadName<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is { Length: > 0 } && char.IsLetter(text.Trim()[0]) && Enum.TryParse(text.Trim(), ignoreCase: true, out value) && text.IndexOf(',') < 0;
    }

    private bool? ReadBool(IConfigurationSection section)
    {
        if (bool.TryParse(section.Value, out var value)) return value;
        Refuse(section.Path, section.Value, "true, false");
        return null;
    }

    private double? ReadNumber(IConfigurationSection section, double lowest, double highest, string accepted)
    {
        if (double.TryParse(section.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest) return number;
        Refuse(section.Path, section.Value, accepted);
        return null;
    }

    private Uri? ReadUri(IConfigurationSection section)
    {
        if (Uri.TryCreate(section.Value, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https" || (uri.Scheme == "unix" && uri.AbsolutePath.Length > 1))) return uri;
        Refuse(section.Path, section.Value, "http://host:port, https://host:port, unix:///path");
        return null;
    }

    private void ReadTags(IConfigurationSection section, IDictionary<string, string> tags)
    {
        if (section.Value is { Length: > 0 }) Refuse(section.Path, section.Value, "a section of names and values");
        foreach (var child in section.GetChildren()) tags[child.Key] = child.Value ?? "";
    }

    private void ReadRules(IConfigurationSection section, IList<SamplingRule> rules)
    {
        if (section.Value is { Length: > 0 }) Refuse(section.Path, section.Value, "an array of rules");
        rules.Clear();
        foreach (var child in section.GetChildren())
        {
            var rule = new SamplingRule();
            foreach (var part in child.GetChildren())
            {
                switch (part.Key.ToUpperInvariant())
                {
                    case "SERVICE": rule.Service = part.Value; break;
                    case "NAME": rule.Name = part.Value; break;
                    case "RESOURCE": rule.Resource = part.Value; break;
                    case "TAGS": ReadTags(part, rule.Tags); break;
                    case "SAMPLERATE": rule.SampleRate = ReadNumber(part, 0, 1, "0 to 1") ?? rule.SampleRate; break;
                    default: _failures.Add(part.Path + " is not a part of a rule; accepted are Service, Name, Resource, Tags, SampleRate."); break;
                }
            }

            rules.Add(rule);
        }
    }
}
