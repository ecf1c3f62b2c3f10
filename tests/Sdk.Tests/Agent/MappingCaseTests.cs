using System.Diagnostics;
using System.Globalization;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>The table <c>mapping-cases.tsv</c>: what becomes of an Activity on the wire, one row for each rule.</summary>
/// <remarks>
/// Tags: <c>key={type}:{value}</c> with s text, b bool, c char, i int, l long, u ulong, d double, f float, m decimal, g Guid, t DateTime, n null and sa, ia, ba, da
/// for arrays separated by <c>|</c>. Expected: <c>field=value</c>, or <c>-field</c> for one that must not be there.
/// </remarks>
[TestClass]
public class MappingCaseTests : SdkTestBase
{
    private static readonly Dictionary<string, ActivitySource> _sources = new()
    {
        ["opentracing-shim"] = new("opentracing-shim"),
        [Tracer.ActivitySourceName] = new(Tracer.ActivitySourceName),
    };

    public static IEnumerable<string[]> Rows => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Agent", "mapping-cases.tsv")).Skip(1).Select(line => line.Split('\t'));

    [TestMethod]
    public void Table_Ids_AreUnique() => Assert.HasCount(Rows.Count(), Rows.Select(row => row[0]).Distinct().ToList());

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Sent_Row_IsAsExpected(string id, string source, string name, string kind, string status, string tags, string settings, string expected, string fact)
    {
        var activity = FinishedSpans.Make(name, Enum.Parse<ActivityKind>(kind, ignoreCase: true), source: source.Length == 0 ? null : _sources[source], change: span =>
        {
            foreach (var tag in tags.Split(';', StringSplitOptions.RemoveEmptyEntries)) span.SetTag(tag[..tag.IndexOf('=')], Value(tag[(tag.IndexOf('=') + 1)..]));
            if (status != "unset") span.SetStatus(status == "ok" ? ActivityStatusCode.Ok : ActivityStatusCode.Error, status.StartsWith("error:", StringComparison.Ordinal) && status.Length > 6 ? status[6..] : null);
        });
        var mapping = new MappingSettings { Services = Pairs(settings, "services="), Headers = settings.StartsWith("headers=", StringComparison.Ordinal) ? HeaderTags.Read(settings["headers=".Length..]) : new Dictionary<string, string>() };

        var sent = PayloadReading.Read(FinishedSpans.Encode(FinishedSpans.Identity, AgentFeatures.None, mapping, [activity]))[0][0];

        foreach (var part in expected.Split(';'))
        {
            if (part[0] == '-') Assert.IsNull(Field(sent, part[1..]), $"{id} {part} ({fact})");
            else Assert.AreEqual(part[(part.IndexOf('=') + 1)..], Field(sent, part[..part.IndexOf('=')]), $"{id} {part} ({fact})");
        }
    }

    private static string? Field(SentSpan span, string field) => field switch
    {
        "name" => span.Name,
        "resource" => span.Resource,
        "service" => span.Service,
        "type" => span.Type,
        "error" => span.Error?.ToString(CultureInfo.InvariantCulture),
        _ when field.StartsWith("meta.", StringComparison.Ordinal) => span.Meta.GetValueOrDefault(field[5..]),
        _ when field.StartsWith("metrics.", StringComparison.Ordinal) => span.Metrics.TryGetValue(field[8..], out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
        _ => throw new AssertFailedException("no such field: " + field),
    };

    private static object? Value(string text)
    {
        var colon = text.IndexOf(':');
        var value = text[(colon + 1)..];
        var items = value.Split('|', StringSplitOptions.RemoveEmptyEntries);
        return text[..colon] switch
        {
            "s" => value,
            "b" => bool.Parse(value),
            "c" => value[0],
            "i" => int.Parse(value, CultureInfo.InvariantCulture),
            "l" => long.Parse(value, CultureInfo.InvariantCulture),
            "u" => ulong.Parse(value, CultureInfo.InvariantCulture),
            "d" => double.Parse(value, CultureInfo.InvariantCulture),
            "f" => float.Parse(value, CultureInfo.InvariantCulture),
            "m" => decimal.Parse(value, CultureInfo.InvariantCulture),
            "g" => Guid.Parse(value),
            "t" => DateTime.Parse(value, CultureInfo.InvariantCulture),
            "n" => null,
            "sa" => items,
            "ia" => items.Select(item => int.Parse(item, CultureInfo.InvariantCulture)).ToArray(),
            "ba" => items.Select(bool.Parse).ToArray(),
            "da" => items.Select(item => double.Parse(item, CultureInfo.InvariantCulture)).ToArray(),
            "na" => new object[] { new[] { 1, 2 }, "z" },
            var type => throw new AssertFailedException("no such type: " + type),
        };
    }

    private static Dictionary<string, string> Pairs(string settings, string prefix) => settings.StartsWith(prefix, StringComparison.Ordinal)
        ? settings[prefix.Length..].Split(',').ToDictionary(pair => pair[..pair.IndexOf(':')], pair => pair[(pair.IndexOf(':') + 1)..])
        : [];
}
