using System.Diagnostics;
using MessagePack;
using Segue.Agent;
using Segue.Sdk.Tests.Support;

namespace Segue.Sdk.Tests.Agent;

[TestClass]
public class KnownTextsTests : SdkTestBase
{
    private readonly KnownTexts _texts = new();

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(31)]
    [DataRow(32)]
    [DataRow(300)]
    public void Write_TextOfLength_IsTheSameTheSecondTime(int length)
    {
        var text = new string('k', length);

        Assert.AreEqual(text, Written(text));
        Assert.AreEqual(text, Written(text));
        Assert.AreEqual(length is >= 1 and <= 31, _texts.Find(text) >= 0);
    }

    [TestMethod]
    public void Find_AnotherStringOfTheSameText_IsNotKnown()
    {
        const string Text = "http.route";
        _texts.Keep(Text);

        Assert.IsGreaterThanOrEqualTo(0, _texts.Find(Text));
        Assert.AreEqual(-1, _texts.Find(new string(Text.AsSpan())));
    }

    [TestMethod]
    public void Write_TextsOfOnePlace_TheLaterOneStays()
    {
        // Alike in length and in the characters that a place is found by.
        const string First = "abc.e";
        const string Second = "abcxe";

        Assert.AreEqual(First, Written(First));
        Assert.AreEqual(Second, Written(Second));

        Assert.AreEqual(-1, _texts.Find(First));
        Assert.AreEqual(Second, Written(Second));
        Assert.AreEqual(First, Written(First));
    }

    [TestMethod]
    public void Write_TextThatIsNotAscii_IsNotKeptAndLeavesNobodyElses()
    {
        const string Ascii = "name.a";
        // Of the same place, and begins otherwise.
        const string Wide = "naxeéa";
        _texts.Keep(Ascii);

        Assert.AreEqual(Wide, Written(Wide));

        Assert.AreEqual(-1, _texts.Find(Wide));
        Assert.AreEqual(-1, _texts.Find(Ascii));
        Assert.AreEqual(Ascii, Written(Ascii));
    }

    [TestMethod]
    public void WriteOnce_Text_IsNotKept()
    {
        const string Text = "/orders/3";
        var buffer = new PayloadBuffer();
        var writer = new MessagePackWriter(buffer);
        _texts.WriteOnce(ref writer, Text);
        writer.Flush();

        Assert.AreEqual(-1, _texts.Find(Text));
        Assert.AreEqual(Text, new MessagePackReader(buffer.Bytes.AsMemory(0, buffer.Position)).ReadString());
    }

    [TestMethod]
    public void Encode_NamesThatAreKnown_AreWrittenAsTheFirstTime()
    {
        object[] values = ["text", "", 1, 2.5, 3L, true, 4m, new[] { "a", "b" }, new[] { 1, 2 }, Guid.Empty, 'c', "true", "GET", "é"];
        string[] names = ["plain", "plain.other", "error", "_dd.measured", Tags.ServiceName, "http.method", "http.request.method", "http.status_code", "env", "otel.status_code", "error.msg", "db.system", new string('n', 250)];
        foreach (var name in names)
        {
            foreach (var value in values)
            {
                var encoder = new V04Encoder(FinishedSpans.Identity, new MappingSettings());
                // A plain text first, then what is asked for: whatever was learnt of the name must not change what it says.
                Encoded(encoder, FinishedSpans.Make(change: span => span.SetTag(name, "before")));
                var span = FinishedSpans.Make(change: span => span.SetTag(name, value));

                var later = Encoded(encoder, span);

                Assert.AreEqual(Encoded(new V04Encoder(FinishedSpans.Identity, new MappingSettings()), span), later, $"{name}={value}");
            }
        }
    }

    private static string Encoded(V04Encoder encoder, Activity span)
    {
        var buffer = new PayloadBuffer();
        encoder.Write(buffer, FinishedSpans.Chunk(span), 0, 1, new ChunkFacts(SamplingPriority.AutoKeep, null, []), AgentFeatures.None);
        return Convert.ToHexString(buffer.Bytes.AsSpan(0, buffer.Position));
    }

    private string Written(string text)
    {
        var buffer = new PayloadBuffer();
        var writer = new MessagePackWriter(buffer);
        _texts.Write(ref writer, text);
        writer.Flush();
        var reader = new MessagePackReader(buffer.Bytes.AsMemory(0, buffer.Position));
        var read = reader.ReadString()!;
        Assert.IsTrue(reader.End);
        return read;
    }
}
