using System.Reflection;
using OpenTracing.Tag;

namespace Segue.Contracts.OpenTracing.Tests.Tag;

[TestClass]
public class TagsTests
{
    [TestMethod]
    [DataRow(nameof(Tags.Component), typeof(StringTag), "component")]
    [DataRow(nameof(Tags.DbInstance), typeof(StringTag), "db.instance")]
    [DataRow(nameof(Tags.DbStatement), typeof(StringTag), "db.statement")]
    [DataRow(nameof(Tags.DbType), typeof(StringTag), "db.type")]
    [DataRow(nameof(Tags.DbUser), typeof(StringTag), "db.user")]
    [DataRow(nameof(Tags.Error), typeof(BooleanTag), "error")]
    [DataRow(nameof(Tags.HttpMethod), typeof(StringTag), "http.method")]
    [DataRow(nameof(Tags.HttpStatus), typeof(IntTag), "http.status_code")]
    [DataRow(nameof(Tags.HttpUrl), typeof(StringTag), "http.url")]
    [DataRow(nameof(Tags.MessageBusDestination), typeof(StringTag), "message_bus.destination")]
    [DataRow(nameof(Tags.PeerHostIpv4), typeof(IntOrStringTag), "peer.ipv4")]
    [DataRow(nameof(Tags.PeerHostIpv6), typeof(StringTag), "peer.ipv6")]
    [DataRow(nameof(Tags.PeerHostname), typeof(StringTag), "peer.hostname")]
    [DataRow(nameof(Tags.PeerPort), typeof(IntTag), "peer.port")]
    [DataRow(nameof(Tags.PeerService), typeof(StringTag), "peer.service")]
    [DataRow(nameof(Tags.SamplingPriority), typeof(IntTag), "sampling.priority")]
    [DataRow(nameof(Tags.SpanKind), typeof(StringTag), "span.kind")]
    public void Field_Tag_HasTypeAndKey(string name, Type type, string key)
    {
        var tag = typeof(Tags).GetField(name).GetValue(null);

        var actual = (tag.GetType(), tag.GetType().GetProperty("Key").GetValue(tag));

        Assert.AreEqual((type, key), actual);
    }

    [TestMethod]
    [DataRow(nameof(Tags.SpanKindClient), "client")]
    [DataRow(nameof(Tags.SpanKindConsumer), "consumer")]
    [DataRow(nameof(Tags.SpanKindProducer), "producer")]
    [DataRow(nameof(Tags.SpanKindServer), "server")]
    public void Field_SpanKind_IsConstantWithValue(string name, string expected)
    {
        var field = typeof(Tags).GetField(name, BindingFlags.Public | BindingFlags.Static);

        var value = field.GetRawConstantValue();

        Assert.AreEqual(expected, value);
    }
}
