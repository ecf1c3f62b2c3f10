using System.Diagnostics;
using System.Globalization;
using OpenTelemetry.Trace;
using Segue.Sampling;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Sampling;

/// <summary>Every row of the rule vectors, from the JSON of the rules to the decision about a span.</summary>
[TestClass]
public class SamplingRuleVectorTests : SdkTestBase
{
    public static IEnumerable<object[]> Rows => Vectors.Read("sampling-rules-vectors.tsv").Select(row => new object[] { row["name"], row });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void ShouldSample_MeasuredRow_AsMeasuredOrListed(string name, Dictionary<string, string> row)
    {
        var measured = string.Join(" ", row["parsed_rules"], row["matched_index"], row["rate"]).Trim();

        var answer = Answer(row);

        if (KnownRuleDifferences.Reasons.ContainsKey(name)) Assert.AreNotEqual(measured, answer, "is listed as a difference and isn't one any more");
        else Assert.AreEqual(measured, answer);
    }

    [TestMethod]
    [DataRow("tag-star-missing", "1 -1")]
    [DataRow("rate-over-1", "0 -1")]
    [DataRow("rate-negative", "0 -1")]
    public void ShouldSample_ListedRow_AsRecommended(string name, string expected) =>
        Assert.AreEqual(expected, Answer(Vectors.Read("sampling-rules-vectors.tsv").Single(row => row["name"] == name)));

    [TestMethod]
    public void KnownDifferences_Rows_AreThere() =>
        CollectionAssert.IsSubsetOf(KnownRuleDifferences.Reasons.Keys, Vectors.Read("sampling-rules-vectors.tsv").Select(row => row["name"]).ToArray());

    [TestMethod]
    public void Vectors_File_HasAllRows() => Assert.AreEqual(44, Rows.Count());

    // Rules that were read, index of the one that decides and its rate.
    private static string Answer(Dictionary<string, string> row)
    {
        var read = RuleReading.TryRead(row["rules_json"], row["format"] == "regex", out var rules);
        Assert.AreEqual(read, row["rules_json"] == "[]" || rules.Count > 0, "nothing is half read");
        Assert.IsTrue(JsonReading.TryRead(row["span_json"], out var value));
        var span = (Dictionary<string, object?>)value!;
        var tags = new List<KeyValuePair<string, object?>> { new(Tags.ServiceName, span["service"]), new(Tags.ResourceName, span["resource"]) };
        foreach (var kind in new[] { "tags", "metrics" })
        {
            if (span.TryGetValue(kind, out var items)) tags.AddRange((Dictionary<string, object?>)items!);
        }

        var sampler = new SegueSampler(rules, rateLimit: -1, recordRejected: true);
        var parameters = new SamplingParameters(default, ActivityTraceId.CreateRandom(), (string)span["name"]!, ActivityKind.Internal, tags!, null);
        var index = sampler.FindRule(parameters);
        var rate = sampler.ShouldSample(parameters).Attributes.SingleOrDefault(tag => tag.Key == "_dd.rule_psr").Value;
        return string.Join(" ", rules.Count, index, Convert.ToString(rate, CultureInfo.InvariantCulture)).Trim();
    }
}
