using System.Diagnostics;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class SpanMappingTests : SdkTestBase
{
    private static readonly ActivitySource _shim = new("opentracing-shim");
    private static readonly ActivitySource _native = new(Tracer.ActivitySourceName);

    [TestMethod]
    [DataRow(ActivityKind.Internal, "operation.name=Load.Cart", "load.cart")]
    [DataRow(ActivityKind.Server, "http.request.method=GET;operation.name=X", "x", DisplayName = "operation.name comes first")]
    [DataRow(ActivityKind.Server, "http.request.method=GET", "http.server.request")]
    [DataRow(ActivityKind.Client, "http.request.method=GET;db.system=redis", "http.client.request")]
    [DataRow(ActivityKind.Producer, "http.request.method=GET", "producer")]
    [DataRow(ActivityKind.Client, "db.system=PostgreSQL", "postgresql.query")]
    [DataRow(ActivityKind.Server, "db.system=redis", "server.request")]
    [DataRow(ActivityKind.Client, "messaging.system=Kafka;messaging.operation=Publish", "kafka.publish")]
    [DataRow(ActivityKind.Server, "messaging.system=kafka;messaging.operation=process", "kafka.process")]
    [DataRow(ActivityKind.Producer, "messaging.system=kafka;messaging.operation=publish", "kafka.publish")]
    [DataRow(ActivityKind.Consumer, "messaging.system=kafka;messaging.operation=receive", "kafka.receive")]
    [DataRow(ActivityKind.Consumer, "messaging.system=kafka", "consumer")]
    [DataRow(ActivityKind.Internal, "messaging.system=kafka;messaging.operation=receive", "internal")]
    [DataRow(ActivityKind.Client, "rpc.system=aws-api;rpc.service=S3", "aws.s3.request")]
    [DataRow(ActivityKind.Client, "rpc.system=aws-api", "aws.client.request")]
    [DataRow(ActivityKind.Client, "rpc.system=grpc;rpc.service=Cart", "grpc.client.request")]
    [DataRow(ActivityKind.Server, "rpc.system=grpc", "grpc.server.request")]
    [DataRow(ActivityKind.Server, "rpc.system=aws-api", "aws-api.server.request")]
    [DataRow(ActivityKind.Internal, "rpc.system=grpc", "internal")]
    [DataRow(ActivityKind.Server, "faas.trigger=Timer", "timer.invoke")]
    [DataRow(ActivityKind.Client, "faas.trigger=timer", "client.request")]
    [DataRow(ActivityKind.Client, "faas.invoked_provider=AWS;faas.invoked_name=Pay", "aws.pay.invoke")]
    [DataRow(ActivityKind.Client, "faas.invoked_provider=aws", "client.request")]
    [DataRow(ActivityKind.Server, "graphql.operation.type=query", "graphql.server.request")]
    [DataRow(ActivityKind.Server, "network.protocol.name=AMQP", "amqp.server.request")]
    [DataRow(ActivityKind.Client, "network.protocol.name=amqp", "amqp.client.request")]
    [DataRow(ActivityKind.Server, "", "server.request")]
    [DataRow(ActivityKind.Client, "", "client.request")]
    [DataRow(ActivityKind.Internal, "", "internal")]
    [DataRow(ActivityKind.Producer, "", "producer")]
    [DataRow(ActivityKind.Consumer, "", "consumer")]
    public void OperationName_KindAndTags_FirstRuleThatHits(ActivityKind kind, string tags, string expected)
    {
        var activity = Make(kind, tags);

        Assert.AreEqual(expected, SpanMapping.OperationName(activity, kind));
    }

    [TestMethod]
    public void OperationName_LegacyAndNativeSpans_KeepTheirOwn()
    {
        foreach (var source in new[] { _shim, _native })
        {
            var activity = FinishedSpans.Make("Get Cart", ActivityKind.Server, source: source, change: span => span.SetTag("http.request.method", "GET"));

            Assert.AreEqual("Get Cart", SpanMapping.OperationName(activity, activity.Kind));
        }
    }

    [TestMethod]
    public void OperationName_LegacyWithoutName_IsNeverEmpty()
    {
        var activity = FinishedSpans.Make("", source: _shim);

        Assert.AreEqual("unnamed_operation", SpanMapping.OperationName(activity, activity.Kind));
        Assert.AreEqual("unnamed_operation", SpanMapping.Resource(activity, "unnamed_operation"));
    }

    [TestMethod]
    [DataRow("", "work")]
    [DataRow("resource.name=GET /cart", "GET /cart")]
    public void Resource_Tags_TagElseName(string tags, string expected) => Assert.AreEqual(expected, SpanMapping.Resource(Make(ActivityKind.Internal, tags), "op"));

    [TestMethod]
    [DataRow(ActivityKind.Server, "", "web")]
    [DataRow(ActivityKind.Server, "db.system=redis", "web")]
    [DataRow(ActivityKind.Client, "", "http")]
    [DataRow(ActivityKind.Client, "db.system=redis", "cache")]
    [DataRow(ActivityKind.Client, "db.system=memcached", "cache")]
    [DataRow(ActivityKind.Client, "db.system=mysql", "db")]
    [DataRow(ActivityKind.Client, "db.type=sql", "db", DisplayName = "OpenTracing's tag")]
    [DataRow(ActivityKind.Internal, "", "custom")]
    [DataRow(ActivityKind.Producer, "", "custom")]
    [DataRow(ActivityKind.Consumer, "", "custom")]
    [DataRow(ActivityKind.Server, "span.type=queue", "queue")]
    public void Type_KindAndTags_FirstRuleThatHits(ActivityKind kind, string tags, string expected) => Assert.AreEqual(expected, SpanMapping.Type(Make(kind, tags), kind));

    [TestMethod]
    [DataRow("server", ActivityKind.Server)]
    [DataRow("CLIENT", ActivityKind.Client)]
    [DataRow("producer", ActivityKind.Producer)]
    [DataRow("consumer", ActivityKind.Consumer)]
    [DataRow("sideways", ActivityKind.Internal)]
    public void Kind_SetLateAsTag_IsUsed(string late, ActivityKind expected) => Assert.AreEqual(expected, SpanMapping.Kind(Make(ActivityKind.Internal, "span.kind=" + late)));

    [TestMethod]
    public void Kind_GivenAtStart_WinsOverTag() => Assert.AreEqual(ActivityKind.Server, SpanMapping.Kind(Make(ActivityKind.Server, "span.kind=client")));

    [TestMethod]
    [DataRow("service.name=db-proxy", "db-proxy")]
    [DataRow("service.name=", null)]
    [DataRow("", null)]
    public void Service_Tags_TagOrNone(string tags, string? expected) => Assert.AreEqual(expected, SpanMapping.Service(Make(ActivityKind.Internal, tags)));

    private static Activity Make(ActivityKind kind, string tags) => FinishedSpans.Make(kind: kind, change: activity =>
    {
        foreach (var tag in tags.Split(';', StringSplitOptions.RemoveEmptyEntries)) activity.SetTag(tag[..tag.IndexOf('=')], tag[(tag.IndexOf('=') + 1)..]);
    });
}
