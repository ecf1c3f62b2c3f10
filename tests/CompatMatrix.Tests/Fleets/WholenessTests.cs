using Segue.CompatMatrix.Fleets;

namespace Segue.CompatMatrix.Tests.Fleets;

[TestClass]
public class WholenessTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static readonly Dictionary<string, string?> _exported = new() { ["1"] = null, ["2"] = "1" };

    [TestMethod]
    public void Problems_WholeTrace_AreNone() => Assert.AreEqual("", Problems());

    [TestMethod]
    [DataRow("trace", "B is in another trace")]
    [DataRow("parent", "B: its parent is not its caller")]
    [DataRow("root", "B: it has no parent")]
    [DataRow("decision", "B drops the trace")]
    [DataRow("baggage", "B: the baggage item tenant is lost")]
    [DataRow("value", "B: the baggage item tenant is \"other\", not \"acme\"")]
    [DataRow("more", "B: there is baggage that nobody set, or an item twice")]
    public void Problems_OneThingWrong_IsNamed(string wrong, string problem)
    {
        var baggage = new Dictionary<string, string>(Journey.Baggage);
        if (wrong == "baggage") baggage.Remove("tenant");
        if (wrong == "value") baggage["tenant"] = "other";
        if (wrong == "more") baggage["more"] = "1";

        StringAssert.Contains(Problems(second: visit => visit.Saw(
            wrong == "trace" ? new string('1', 32) : Trace, "2", wrong switch { "parent" => "3", "root" => null, _ => "1" }, wrong != "decision", baggage, isExported: true)), problem);
    }

    [TestMethod]
    public void Problems_SpanNotExported_IsNamed() => Assert.AreEqual("B: its span was not exported\nspans were exported that no service made", Problems(exported: new() { ["1"] = null }));

    [TestMethod]
    public void Problems_ExportedBelowAnother_IsNamed() =>
        Assert.AreEqual("B: its span was exported below another parent", Problems(exported: new() { ["1"] = null, ["2"] = "9" }));

    [TestMethod]
    public void Problems_RequestMissing_IsNamed() => StringAssert.StartsWith(Problems(visits: 3), "2 requests were answered, not 3");

    private static string Problems(Action<Visit>? second = null, Dictionary<string, string?>? exported = null, int visits = 2)
    {
        second ??= visit => visit.Saw(Trace, "2", "1", isKept: true, Journey.Baggage, isExported: true);
        var journey = new Journey(new Pair(second), keeps: true);
        journey.Begin("A").GetAwaiter().GetResult();
        return string.Join('\n', Wholeness.Problems(journey, exported ?? _exported, visits));
    }

    private sealed class Pair(Action<Visit> second) : IFleet
    {
        public FleetService Route(string service) => new Scripted(second);

        public IReadOnlyList<string> CallsOf(string service) => service == "A" ? ["B"] : [];
    }

    private sealed class Scripted(Action<Visit> second) : FleetService
    {
        internal override string Name => "scripted";

        internal override async Task Serve(Visit visit)
        {
            if (visit.Service == "B") second(visit);
            else visit.Saw(Trace, "1", null, isKept: true, Journey.Baggage, isExported: true);
            foreach (var target in visit.Calls) await visit.Call(target, Journey.Headers(), "1");
        }
    }
}
