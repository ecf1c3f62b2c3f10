using FsCheck.Fluent;
using Segue.Propagation;
using Segue.TestKit;

namespace Segue.Core.Tests.Propagation;

/// <summary>What the propagators' contract is tried with has to be near enough to valid headers, and far enough from them.</summary>
[TestClass]
[TestCategory("Generated")]
public class HeaderSetsTests
{
    private static readonly HeaderSet[] _sets = [.. HeaderSets.For(new CompositePropagator(), ["uberctx-"]).Generator.Sample(3_000, 50)];

    [TestMethod]
    public void For_ManySets_SomeAreReadAndSomeAreNot()
    {
        var read = _sets.Count(set => new CompositePropagator().Extract(default, set, HeaderSet.Get).ActivityContext.TraceId != default);

        Assert.IsTrue(read is > 1_000 and < 2_950, read.ToString());
    }

    [TestMethod]
    [DataRow("null name")]
    [DataRow("null value")]
    [DataRow("empty value")]
    [DataRow("upper case")]
    [DataRow("repeated name")]
    [DataRow("a megabyte")]
    [DataRow("no entries")]
    public void For_ManySets_HoldEachKind(string kind)
    {
        Func<HeaderSet, bool> isOne = kind switch
        {
            "null name" => set => set.Entries.Any(entry => entry.Key is null),
            "null value" => set => set.Entries.Any(entry => entry.Value is null),
            "empty value" => set => set.Entries.Any(entry => entry.Value is ""),
            "upper case" => set => set.Entries.Any(entry => entry.Key is "TRACEPARENT" or "X-DATADOG-TRACE-ID"),
            "repeated name" => set => set.Entries.GroupBy(entry => entry.Key).Any(group => group.Count() > 1),
            "a megabyte" => set => set.Entries.Any(entry => entry.Value is { Length: > 500_000 }),
            _ => set => set.Entries.Count == 0,
        };

        Assert.IsGreaterThan(0, _sets.Count(isOne));
    }
}
