using System.Text.Json;
using Segue.CompatMatrix.Report;

namespace Segue.CompatMatrix.Tests;

[TestClass]
public class ReportTests
{
    [TestMethod]
    public void Markdown_EveryCell_HasASignAndFailuresAReason()
    {
        var text = MarkdownReport.Write(Synthetic.Matrix());

        StringAssert.Contains(text, "| SPAN-A-01 |");
        StringAssert.Contains(text, "| ✓ | (✓) | – |");
        StringAssert.Contains(text, "| ✗ | (✗) | – |");
        StringAssert.Contains(text, "- TAGS-A-01, Segue: seen otherwise ([why](../RATIONALE.md#why))");
        StringAssert.Contains(text, "| Peer 1.2.3 (recorded 2026-01-31, not run here) |");
        StringAssert.Contains(text, "| Empty | – | – | – | – |");
        StringAssert.Contains(text, "| Jaeger | kept | stays | 63 / 64 |");
        StringAssert.Contains(text, "- lattice, Jaeger, kept, the fleet stays, migrated A: seen otherwise");
    }

    [TestMethod]
    public void Markdown_HostileText_BreaksNoTable()
    {
        var lines = MarkdownReport.Write(Synthetic.Matrix(Synthetic.Hostile)).Split('\n');

        var row = lines.Single(line => line.StartsWith("| SPAN-A-01", StringComparison.Ordinal));
        Assert.AreEqual(7, row.Replace("\\|", "").Count(letter => letter == '|'));
        Assert.IsFalse(lines.Any(line => line.Contains("<script>")));
    }

    [TestMethod]
    public void Json_SyntheticMatrix_HasTheDocumentedShape()
    {
        using var document = JsonDocument.Parse(JsonReport.Write(Synthetic.Matrix(Synthetic.Hostile)));

        var root = document.RootElement;
        CollectionAssert.AreEqual(new[] { "Segue", "Peer", "Empty" }, root.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetString()).ToArray());
        var row = root.GetProperty("cases")[1];
        Assert.AreEqual("SPAN-A-02", row.GetProperty("id").GetString());
        Assert.AreEqual("spans", row.GetProperty("group").GetString());
        Assert.AreEqual("fail", row.GetProperty("results").GetProperty("Segue").GetProperty("verdict").GetString());
        Assert.AreEqual(Synthetic.Hostile, row.GetProperty("results").GetProperty("Segue").GetProperty("reason").GetString());
        Assert.IsFalse(row.GetProperty("results").TryGetProperty("Empty", out _));
        Assert.AreEqual(63, root.GetProperty("lattice")[0].GetProperty("whole").GetInt32());
        Assert.AreEqual("migrated A: " + Synthetic.Hostile, root.GetProperty("lattice")[0].GetProperty("failures")[0].GetString());
        Assert.AreEqual("1.2.3", root.GetProperty("recorded").GetProperty("Peer").GetProperty("version").GetString());
    }

    [TestMethod]
    public void Html_HostileText_IsEscaped()
    {
        var text = HtmlReport.Write(Synthetic.Matrix(Synthetic.Hostile));

        Assert.DoesNotContain("<script>alert", text);
        StringAssert.Contains(text, "&lt;script&gt;alert(");
    }

    [TestMethod]
    public void Html_SyntheticMatrix_IsSelfContained()
    {
        var text = HtmlReport.Write(Synthetic.Matrix());

        foreach (var outside in new[] { "http:", "https:", "src=", "@import", "<link", "url(" }) Assert.DoesNotContain(outside, text);
        StringAssert.Contains(text, "<details><summary>");
        StringAssert.Contains(text, "data-verdict=\"recorded-fail\"");
    }

    [TestMethod]
    public void Write_SameMatrixTwice_IsTheSameText()
    {
        Assert.AreEqual(MarkdownReport.Write(Synthetic.Matrix()), MarkdownReport.Write(Synthetic.Matrix()));
        Assert.AreEqual(JsonReport.Write(Synthetic.Matrix()), JsonReport.Write(Synthetic.Matrix()));
        Assert.AreEqual(HtmlReport.Write(Synthetic.Matrix()), HtmlReport.Write(Synthetic.Matrix()));
    }
}
