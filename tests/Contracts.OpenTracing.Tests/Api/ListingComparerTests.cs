using OpenTracing;

namespace Segue.Contracts.OpenTracing.Tests.Api;

[TestClass]
public class ListingComparerTests
{
    private static readonly Listing _actual = Listing.Parse(AssemblyText.Print(typeof(ITracer).Assembly));

    [TestMethod]
    [DataRow("Version=0.12.1.0", "Version=0.12.2.0", DisplayName = "assembly version")]
    [DataRow("PublicKeyToken=61503406977abdaf", "PublicKeyToken=61503406977abdae", DisplayName = "public key token")]
    [DataRow("// public key: 0024", "// public key: 0025", DisplayName = "public key")]
    [DataRow("public sealed class MockSpan :", "public class MockSpan :", DisplayName = "sealed")]
    [DataRow("public abstract class AbstractTag", "public class AbstractTag", DisplayName = "abstract")]
    [DataRow("public static class References", "public sealed class References", DisplayName = "static class")]
    [DataRow("public interface IBinary", "public class IBinary", DisplayName = "interface")]
    [DataRow("IntOrStringTag : OpenTracing.Tag.IntTag", "IntOrStringTag : OpenTracing.Tag.AbstractTag<int>", DisplayName = "base type")]
    [DataRow("NoopScope : OpenTracing.IScope, System.IDisposable", "NoopScope : OpenTracing.IScope", DisplayName = "interface list")]
    [DataRow("protected AbstractTag(", "public AbstractTag(", DisplayName = "accessibility")]
    [DataRow("public static bool IsRegistered()", "public bool IsRegistered()", DisplayName = "static method")]
    [DataRow("protected virtual void", "protected void", DisplayName = "virtual")]
    [DataRow("public abstract void Set(", "public virtual void Set(", DisplayName = "abstract method")]
    [DataRow("public override int GetHashCode", "public int GetHashCode", DisplayName = "override")]
    [DataRow("BuildSpan(string operationName)", "BuildSpan(string name)", DisplayName = "parameter name")]
    [DataRow("Finish(System.DateTimeOffset", "Finish(System.DateTime", DisplayName = "parameter type")]
    [DataRow("IsRegistered();", "IsRegistered(bool value = false);", DisplayName = "optional parameter")]
    [DataRow("public string ParentId", "public object ParentId", DisplayName = "property type")]
    [DataRow("Active { get; set; }", "Active { get; }", DisplayName = "accessor")]
    [DataRow("= \"child_of\"", "= \"childof\"", DisplayName = "constant value")]
    [DataRow("public const string ChildOf", "public static readonly string ChildOf", DisplayName = "const")]
    [DataRow("public static readonly OpenTracing.Tag.BooleanTag Error", "public static OpenTracing.Tag.BooleanTag Error", DisplayName = "readonly")]
    [DataRow("Extract<TCarrier>", "Extract<T>", DisplayName = "type parameter")]
    [DataRow("OpenTracing.ISpanContext OpenTracing.ISpan.Context", "OpenTracing.ISpanContext OpenTracing.ISpan.Other", DisplayName = "explicit property")]
    [DataRow("System.Collections.IEnumerable.GetEnumerator()", "System.Collections.IEnumerable.Other()", DisplayName = "explicit method")]
    [DataRow("    // (no accessible constructor)", "    public NoopTracer();", DisplayName = "constructor")]
    [DataRow("Key = \"db.type\"", "Key = \"db_type\"", DisplayName = "tag key")]
    [DataRow("Component: StringTag", "Component: IntTag", DisplayName = "tag type")]
    [DataRow("Builtin`1.BINARY", "Builtin`1.Binary", DisplayName = "format text")]
    [DataRow("valuetype=True", "valuetype=False", DisplayName = "format kind")]
    [DataRow("instance of ConsolePropagator", "instance of TextMapPropagator", DisplayName = "propagator")]
    [DataRow("bool s_isRegistered", "bool s_registered", DisplayName = "private static field")]
    [DataRow("OpenTracing.ITracer _tracer", "OpenTracing.ITracer _target", DisplayName = "private instance field")]
    [DataRow("(NoopTracer, ", "(", DisplayName = "singleton")]
    [DataRow("string traceId, string spanId, ", "string spanId, string traceId, ", DisplayName = "internal constructor")]
    [DataRow("AppendFinishedSpan", "AddFinishedSpan", DisplayName = "internal method")]
    public void Compare_TextReplaced_ReportsBothLines(string text, string replacement)
    {
        var mutated = Mutate(text, replacement);

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(
            new[] { "missing in", "extra in" },
            differences.Select(difference => string.Join(' ', difference.Split(' ').Take(2))).Distinct().ToArray());
    }

    [TestMethod]
    public void Compare_LineRemoved_ReportsMemberAsExtra()
    {
        var mutated = Mutate("    string SpanId { get; }\n", string.Empty);

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(new[] { "extra in OpenTracing.ISpanContext: string SpanId { get; }" }, differences.ToArray());
    }

    [TestMethod]
    public void Compare_LineAdded_ReportsMemberAsMissing()
    {
        var mutated = Mutate("public interface IBinary\n", "public interface IBinary\n    void Clear();\n");

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(new[] { "missing in OpenTracing.Propagation.IBinary: void Clear();" }, differences.ToArray());
    }

    [TestMethod]
    public void Compare_LineDoubled_ReportsMemberAsMissing()
    {
        var mutated = Mutate("    string SpanId { get; }\n", "    string SpanId { get; }\n    string SpanId { get; }\n");

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(new[] { "missing in OpenTracing.ISpanContext: string SpanId { get; }" }, differences.ToArray());
    }

    [TestMethod]
    public void Compare_TypeAdded_ReportsTypeAsMissing()
    {
        var mutated = Mutate("### OpenTracing.IScope\n", "### OpenTracing.IClock\npublic interface IClock\n\n### OpenTracing.IScope\n");

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(new[] { "missing: OpenTracing.IClock" }, differences.ToArray());
    }

    [TestMethod]
    public void Compare_TypeRemoved_ReportsTypeAsExtra()
    {
        var mutated = Mutate("### OpenTracing.Propagation.IFormat<TCarrier>\npublic interface IFormat<TCarrier>\n", string.Empty);

        var differences = ListingComparer.Compare(mutated, _actual);

        CollectionAssert.AreEqual(new[] { "extra: OpenTracing.Propagation.IFormat<TCarrier>" }, differences.ToArray());
    }

    private static Listing Mutate(string text, string replacement)
    {
        var listing = EmbeddedListing.ReadListing().ReplaceLineEndings("\n");
        Assert.Contains(text, listing);
        return Listing.Parse(listing.Replace(text, replacement, StringComparison.Ordinal));
    }
}
