using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Segue.Agent;
using Segue.Sdk.Tests.Support;
using Segue.TestKit;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class AgentTransportTests : SdkTestBase
{
    [TestMethod]
    public void Send_Request_IsAsAgentsExpect()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        AgentPipeline.Trace(3);
        pipeline.Flush();

        var request = agent.Requests.Single();
        Assert.AreEqual("POST /v0.4/traces HTTP/1.1", request.RequestLine);
        Assert.AreEqual("application/msgpack", request["Content-Type"]);
        Assert.AreEqual("3", request["X-Datadog-Trace-Count"]);
        Assert.AreEqual(".NET", request["Datadog-Meta-Lang"]);
        Assert.AreEqual(".NET", request["Datadog-Meta-Lang-Interpreter"]);
        Assert.AreEqual(Environment.Version.ToString(), request["Datadog-Meta-Lang-Version"]);
        Assert.AreEqual(typeof(SegueTracing).Assembly.GetName().Version!.ToString(3), request["Datadog-Meta-Tracer-Version"]);
        Assert.AreEqual("1", request["Datadog-Client-Computed-Top-Level"]);
        Assert.AreEqual("true", request["Datadog-Send-Real-Http-Status"]);
        Assert.AreEqual("false", request["x-datadog-tracing-enabled"]);
        Assert.AreEqual(request.Body.Length.ToString(), request["Content-Length"]);
    }

    [TestMethod]
    [DataRow("", "/v0.4/traces")]
    [DataRow("/", "/v0.4/traces")]
    [DataRow("/proxy/", "/proxy/v0.4/traces")]
    public void Send_AddressHasPath_IsKept(string path, string expected)
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(new Uri(agent.Uri, path));

        AgentPipeline.Trace();
        pipeline.Flush();

        Assert.AreEqual("POST " + expected + " HTTP/1.1", agent.Requests.Single().RequestLine);
    }

    [TestMethod]
    public void Send_AgentNumbersItsRates_NumberIsSentBack()
    {
        const string Rates = """{"rate_by_service":{"service:,env:":0.5}}""";
        using var agent = new ScriptedListener().Answering(Reply.Status(200, Rates, "Datadog-Rates-Payload-Version: v7\r\n"), Reply.Status(200, "", "Datadog-Rates-Payload-Version: v8\r\n"), Reply.Ok);
        using var pipeline = new AgentPipeline(agent.Uri);

        for (var i = 0; i < 3; i++)
        {
            AgentPipeline.Trace();
            pipeline.Flush();
        }

        CollectionAssert.AreEqual(new[] { null, "v7", "v7" }, agent.Requests.Select(request => request["Datadog-Rates-Payload-Version"]).ToArray(), "a number without rates is none");
    }

    [TestMethod]
    public void Send_BodyDoesNotGoOn_AcceptedAfterAWhile()
    {
        using var agent = new ScriptedListener().Answering(Reply.Stall);
        using var pipeline = new AgentPipeline(agent.Uri);
        var watch = Stopwatch.StartNew();

        AgentPipeline.Trace();
        pipeline.Flush();

        Assert.IsLessThan(AgentTransport.DefaultRequestTimeout, watch.Elapsed);
        Assert.AreEqual(1, Counters["segue.spans.sent"]);
        Assert.HasCount(1, agent.Requests);
    }

    [TestMethod]
    public void ConnectAsync_GivenUpWhileNobodyTakesIt_IsCancelledAndItsThreadEnds()
    {
        if (!OperatingSystem.IsLinux()) Assert.Inconclusive("Whether a listener's full queue keeps a connection waiting depends on the system; run this on Linux.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var waiting = new List<Socket>();
        using var enough = new CancellationTokenSource();
        try
        {
            // The few that the system takes by itself; the others keep the queue full.
            for (var i = 0; i < 8; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                waiting.Add(socket);
                _ = socket.ConnectAsync(listener.LocalEndPoint!);
            }

            var connected = AgentTransport.ConnectAsync(listener.LocalEndPoint!, enough.Token).AsTask();
            Assert.IsTrue(SpinWait.SpinUntil(HasConnectingThread, TimeSpan.FromSeconds(30)));
            enough.Cancel();

            Assert.ThrowsExactly<TaskCanceledException>(() => connected.GetAwaiter().GetResult());
            Assert.IsTrue(SpinWait.SpinUntil(() => !HasConnectingThread(), TimeSpan.FromSeconds(30)));
        }
        finally
        {
            foreach (var socket in waiting) socket.Dispose();
        }
    }

    [TestMethod]
    public void ConnectAsync_Refused_SaysSo()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.ThrowsExactly<SocketException>(() => AgentTransport.ConnectAsync(listener.LocalEndPoint!, CancellationToken.None).AsTask().GetAwaiter().GetResult());
    }

    [TestMethod]
    public void Constants_Pinned()
    {
        Assert.AreEqual(TimeSpan.FromSeconds(10), AgentTransport.DefaultRequestTimeout);
        Assert.AreEqual(TimeSpan.FromMilliseconds(500), new AgentExitSettings().AnswerPatience);
        Assert.AreEqual(TimeSpan.FromSeconds(2), AgentTransport.BodyTimeout);
        Assert.AreEqual(262_144, AgentTransport.MaxBodyBytes);
        Assert.AreEqual(TimeSpan.FromHours(1), AgentTransport.IdleTimeout);
    }

    [TestMethod]
    public void Send_SeveralPayloads_OneConnection()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        for (var i = 0; i < 3; i++)
        {
            AgentPipeline.Trace();
            pipeline.Flush();
        }

        Assert.HasCount(3, agent.Requests);
        Assert.AreEqual(1, agent.Connections);
    }

    [TestMethod]
    [DataRow("agent.socket")]
    [DataRow("agent of mine.socket")]
    public void Send_UnixDomainSocket_Delivers(string name)
    {
        var folder = Directory.CreateTempSubdirectory("segue");
        try
        {
            using var agent = new ScriptedListener(Path.Combine(folder.FullName, name));
            using var pipeline = new AgentPipeline(agent.Uri);

            var ids = AgentPipeline.Trace(2);
            pipeline.Flush();

            Assert.AreEqual("POST /v0.4/traces HTTP/1.1", agent.Requests.Single().RequestLine);
            CollectionAssert.AreEquivalent(ids, agent.Spans.Select(span => span.SpanId).ToList());
            Assert.IsTrue(File.Exists(agent.Uri.LocalPath), "how the default socket is looked for");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Send_UnixDomainSocketMissing_DroppedAndSaid()
    {
        Expect("ExitFailing");
        using var pipeline = new AgentPipeline(new Uri("unix:///nowhere/agent.socket"));

        AgentPipeline.Trace();
        pipeline.Flush();

        Assert.AreEqual(1, Counters["segue.spans.dropped/agent_unavailable"]);
        Assert.AreEqual(1, Log.Count("ExitFailing"));
    }

    [TestMethod]
    public void Send_ActivityIsCurrentWhereTracingStarts_RequestIsNotTraced()
    {
        using var framework = new RecordedSpans(sources: "System.Net.Http");
        using var outer = new Activity("outer").Start();
        outer.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        OpenTelemetry.Baggage.Current = OpenTelemetry.Baggage.Create(new Dictionary<string, string> { ["user"] = "1" });
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri);

        AgentPipeline.Trace();
        pipeline.Flush();

        foreach (var header in new[] { "traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id", "x-datadog-trace-id" }) Assert.IsNull(agent.Requests.Single()[header], header);
        Assert.IsEmpty(framework.Started);
    }

    [TestMethod]
    public void Send_EverySourceIsRecorded_OwnRequestIsNoSpan()
    {
        using var agent = new ScriptedListener();
        using var pipeline = new AgentPipeline(agent.Uri, source: "*");

        var ids = AgentPipeline.Trace();
        pipeline.Flush();
        pipeline.Flush();

        CollectionAssert.AreEqual(ids, agent.Spans.Select(span => span.SpanId).ToList());
    }

    // The system keeps 15 characters of a thread's name.
    private static bool HasConnectingThread() => Directory.GetDirectories("/proc/self/task").Any(thread => ReadOrNothing(Path.Combine(thread, "comm")).StartsWith("Segue connectio", StringComparison.Ordinal));

    private static string ReadOrNothing(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // The thread has just ended.
            return "";
        }
    }
}
