namespace Segue.Interop;

/// <summary>Three services, three processes, two languages: whoever begins, there is one trace.</summary>
[TestClass]
public sealed class MixedFleetTests
{
    public static IEnumerable<object[]> Calls =>
        from peer in Peer.All
        from topology in Enum.GetValues<Topology>()
        from decision in Enum.GetValues<Decision>()
        select new object[] { peer.Name, topology, decision };

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public async Task Call_ThroughThreeServices_IsOneTrace(string peer, Topology topology, Decision decision)
    {
        var (kind, conversation) = await HearAsync(peer, topology, decision);

        var traces = conversation.Spans.Select(span => kind.HalfIds ? span.TraceId[16..] : span.TraceId).Distinct();

        Assert.HasCount(1, traces, conversation.ToString());
    }

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public async Task Call_ThroughThreeServices_HasEachSpanBelowItsCaller(string peer, Topology topology, Decision decision)
    {
        var (_, conversation) = await HearAsync(peer, topology, decision);

        Assert.IsNull(conversation.Server(0).ParentId, conversation.ToString());
        for (var hop = 0; hop < Conversation.Hops - 1; hop++)
        {
            Assert.AreEqual(conversation.Server(hop).SpanId, conversation.Client(hop).ParentId, conversation.ToString());
            Assert.AreEqual(conversation.Sender(hop).SpanId, conversation.Server(hop + 1).ParentId, conversation.ToString());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public async Task Call_ThroughThreeServices_HasOneDecision(string peer, Topology topology, Decision decision)
    {
        var (kind, conversation) = await HearAsync(peer, topology, decision);

        Assert.IsTrue(conversation.Spans.All(span => span.Kept == (decision != Decision.Drop)), conversation.ToString());
        if (kind.CarriesPriority || (kind.CarriesDebug && decision == Decision.KeepByHand))
        {
            var expected = decision switch { Decision.Keep => 1, Decision.KeepByHand => 2, _ => -1 };
            Assert.IsTrue(conversation.Spans.All(span => span.Priority == expected), conversation.ToString());
        }
    }

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public async Task Call_ThroughThreeServices_CarriesBaggage(string peer, Topology topology, Decision decision)
    {
        var (kind, conversation) = await HearAsync(peer, topology, decision);

        for (var hop = 0; hop < Conversation.Hops; hop++)
        {
            var seen = conversation.Server(hop).Baggage.Select(item => item.Key + ": " + item.Value);
            var sent = Enumerable.Range(0, hop).Select(before => Conversation.ItemOf(before) + ": " + kind.Text);
            CollectionAssert.AreEquivalent(sent.ToList(), seen.ToList(), $"Baggage that reached {conversation.Services[hop]}.");
        }
    }

    private static async Task<(Peer Kind, Conversation Conversation)> HearAsync(string name, Topology topology, Decision decision)
    {
        var peer = Peer.All.Single(peer => peer.Name == name);
        return (peer, await Neighbourhood.HearAsync(peer, topology, decision));
    }
}
