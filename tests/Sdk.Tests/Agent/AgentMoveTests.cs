using System.Net;
using System.Net.Sockets;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

/// <summary>Agents whose name leads to another address after a while.</summary>
[TestClass]
public class AgentMoveTests : SdkTestBase
{
    private static readonly IPAddress _first = IPAddress.Loopback;
    private static readonly IPAddress _second = IPAddress.Parse("127.0.0.2");

    private IPAddress _address = _first;

    [TestMethod]
    public void Send_AgentMovesToAnotherAddressOfItsName_IsFoundThere()
    {
        if (!Socket.OSSupportsIPv6 || !Dns.GetHostAddresses("localhost").Contains(IPAddress.IPv6Loopback)) Assert.Inconclusive("localhost needs the addresses 127.0.0.1 and ::1.");
        var first = new ScriptedListener();
        using var pipeline = new AgentPipeline(new Uri("http://localhost:" + first.Port), tries: 20);
        var ids = AgentPipeline.Trace(2);
        pipeline.Flush();
        var before = first.Spans.Select(span => span.SpanId).ToList();
        var port = first.Port;
        first.Dispose();

        using var second = new ScriptedListener(IPAddress.IPv6Loopback, port);
        ids.AddRange(AgentPipeline.Trace(2));
        Assert.IsTrue(pipeline.Flush());

        CollectionAssert.AreEquivalent(ids, before.Concat(second.Spans.Select(span => span.SpanId)).ToList());
    }

    [TestMethod]
    public void Send_AgentGoneAndItsNameLeadsElsewhere_IsFoundThereAndNothingIsLost()
    {
        RequireSecondAddress();
        var first = new ScriptedListener();
        using var pipeline = new AgentPipeline(new Uri("http://agents:" + first.Port), tries: 20, resolve: Resolve);
        var ids = AgentPipeline.Trace(2);
        Assert.IsTrue(pipeline.Flush());
        var before = first.Spans.Select(span => span.SpanId).ToList();

        using var second = new ScriptedListener(_second, first.Port);
        first.Dispose();
        _address = _second;
        ids.AddRange(AgentPipeline.Trace(2));
        Assert.IsTrue(pipeline.Flush());

        CollectionAssert.AreEquivalent(ids, before.Concat(second.Spans.Select(span => span.SpanId)).ToList());
        Assert.AreEqual(0, Counters.Sum("segue.spans.dropped"));
    }

    [TestMethod]
    public void Send_FormerAddressStillAnswers_LeftOnceTheConnectionHasLivedItsTime()
    {
        RequireSecondAddress();
        using var first = new ScriptedListener();
        using var second = new ScriptedListener(_second, first.Port);
        using var pipeline = new AgentPipeline(new Uri("http://agents:" + first.Port), resolve: Resolve, connectionLifetime: TimeSpan.FromMilliseconds(300));
        var ids = AgentPipeline.Trace();
        Assert.IsTrue(pipeline.Flush());

        _address = _second;
        Until(
            () =>
            {
                ids.AddRange(AgentPipeline.Trace());
                return pipeline.Flush() && second.Requests.Count > 0;
            },
            "a connection is made anew");

        Assert.IsGreaterThan(0, first.Requests.Count);
        CollectionAssert.AreEqual(ids, first.Spans.Concat(second.Spans).Select(span => span.SpanId).ToList());
        Assert.AreEqual(0, Counters["segue.agent.errors"]);
    }

    [TestMethod]
    public void Send_FormerAddressStillAnswers_KeptWhileTheConnectionLives()
    {
        RequireSecondAddress();
        using var first = new ScriptedListener();
        using var second = new ScriptedListener(_second, first.Port);
        using var pipeline = new AgentPipeline(new Uri("http://agents:" + first.Port), resolve: Resolve, connectionLifetime: Timeout.InfiniteTimeSpan);
        // The question and the first payload go side by side, each by a connection of its own.
        AgentPipeline.Trace();
        Assert.IsTrue(pipeline.Flush());

        _address = _second;
        for (var i = 0; i < 5; i++)
        {
            AgentPipeline.Trace();
            Assert.IsTrue(pipeline.Flush());
        }

        Assert.HasCount(6, first.Requests);
        Assert.IsEmpty(second.Requests);
    }

    [TestMethod]
    public void ConnectionLifetime_Default_IsAMinute() => Assert.AreEqual(TimeSpan.FromMinutes(1), new AgentExitSettings().ConnectionLifetime);

    private static void RequireSecondAddress()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("127.0.0.2 is an address of this machine on Linux only; elsewhere add it to the loopback interface.");
    }

    private EndPoint Resolve(DnsEndPoint agent)
    {
        Assert.AreEqual("agents", agent.Host);
        return new IPEndPoint(_address, agent.Port);
    }
}
