using Segue.Sampling;

namespace Segue.Sdk.Tests.Sampling;

[TestClass]
public class JsonReadingTests
{
    [TestMethod]
    [DataRow("null", null)]
    [DataRow("true", true)]
    [DataRow(" false ", false)]
    [DataRow("-1.5e2", -150.0)]
    [DataRow("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "a\"\\/\b\f\n\r\té")]
    public void TryRead_Value_IsRead(string json, object? expected)
    {
        Assert.IsTrue(JsonReading.TryRead(json, out var value));
        Assert.AreEqual(expected, value);
    }

    [TestMethod]
    public void TryRead_Nested_IsRead()
    {
        Assert.IsTrue(JsonReading.TryRead("{ \"a\" : [ 1 , { } , [ ] ] , \"b\" : { \"c\" : null }, \"a\": [2] }", out var value));

        var members = (Dictionary<string, object?>)value!;
        CollectionAssert.AreEqual(new object[] { 2.0 }, (List<object?>)members["a"]!);
        Assert.IsNull(((Dictionary<string, object?>)members["b"]!)["c"]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("nul")]
    [DataRow("nope")]
    [DataRow("1 2")]
    [DataRow("-")]
    [DataRow("1e")]
    [DataRow("NaN")]
    [DataRow("\"open")]
    [DataRow("\"\\x\"")]
    [DataRow("\"\\u12\"")]
    [DataRow("\"\\u12g4\"")]
    [DataRow("\"\\")]
    [DataRow("\"a\nb\"")]
    [DataRow("[1,]")]
    [DataRow("[1")]
    [DataRow("[1 2]")]
    [DataRow("{")]
    [DataRow("{\"a\"}")]
    [DataRow("{\"a\":}")]
    [DataRow("{\"a\":1,}")]
    [DataRow("{a:1}")]
    public void TryRead_Malformed_ReturnsFalse(string json) => Assert.IsFalse(JsonReading.TryRead(json, out _));

    [TestMethod]
    [DataRow(32, true)]
    [DataRow(33, false)]
    [DataRow(1_000_000, false)]
    public void TryRead_Deep_BoundedAt32(int depth, bool expected) =>
        Assert.AreEqual(expected, JsonReading.TryRead(new string('[', depth) + new string(']', depth), out _));

    [TestMethod]
    public void TryRead_EveryTruncation_ReturnsFalse()
    {
        const string Json = "[{\"service\":\"a\\u0041\",\"tags\":{\"k\":\"v\"},\"sample_rate\":0.5,\"on\":true,\"off\":null}]";

        for (var length = 0; length < Json.Length; length++) Assert.IsFalse(JsonReading.TryRead(Json[..length], out _), Json[..length]);
        Assert.IsTrue(JsonReading.TryRead(Json, out _));
    }
}
