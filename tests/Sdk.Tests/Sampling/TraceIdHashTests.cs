using System.Globalization;
using Segue.Context;
using Segue.Sampling;

namespace Segue.Sdk.Tests.Sampling;

[TestClass]
public class TraceIdHashTests
{
    private const string File = "sampling-hash-vectors.tsv";

    public static IEnumerable<object[]> Cells =>
        from row in Vectors.Read(File)
        from cell in row
        where cell.Key.StartsWith("rate_", StringComparison.Ordinal)
        select new object[] { ulong.Parse(row["trace_id_dec"], CultureInfo.InvariantCulture), double.Parse(cell.Key[5..], CultureInfo.InvariantCulture), cell.Value == "keep" };

    [TestMethod]
    [DynamicData(nameof(Cells))]
    public void Keeps_MeasuredCell_AsMeasured(ulong low64, double rate, bool kept)
    {
        Assert.AreEqual(kept, TraceIdHash.Keeps(low64, rate));
        Assert.AreEqual(kept, TraceIdHash.Keeps(TraceIds.ToTraceId(0xfedcba9876543210, low64), rate), "the high half doesn't count");
    }

    [TestMethod]
    public void Of_MeasuredRows_AsMeasured()
    {
        foreach (var row in Vectors.Read(File)) Assert.AreEqual(row["hash_hex"], TraceIdHash.Of(ulong.Parse(row["trace_id_dec"], CultureInfo.InvariantCulture)).ToString("x16"));
    }

    [TestMethod]
    public void Vectors_File_HasAllCells() => Assert.AreEqual(117, Cells.Count());

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(-0.5)]
    [DataRow(0)]
    public void Keeps_NoRate_KeepsNothing(double rate) => Assert.IsFalse(TraceIdHash.Keeps(0, rate));

    [TestMethod]
    [DataRow(0.999999999999999)]
    [DataRow(1)]
    [DataRow(7)]
    public void Keeps_RateNearOrAboveOne_DoesNotOverflow(double rate) => Assert.IsTrue(TraceIdHash.Keeps(1, rate));
}
