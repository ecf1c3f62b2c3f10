using System.Reflection;

namespace Segue.Contracts.OpenTracing.Tests.Api;

[TestClass]
public class MemberTextTests
{
    [TestMethod]
    [DataRow(nameof(Sample.Optional), "public void Optional(int value = 5);")]
    [DataRow(nameof(Sample.Output), "public void Output(out ref int value);")]
    [DataRow(nameof(Sample.Variable), "public void Variable(params string[] values);")]
    [DataRow(nameof(Sample.Old), "[Obsolete] public void Old();")]
    [DataRow("Inherited", "protected void Inherited();")]
    [DataRow(nameof(Sample.ToString), "public sealed override string ToString();")]
    [DataRow(nameof(Sample.Constrained), "public void Constrained<T /* ReferenceTypeConstraint  */>();")]
    public void Method_ShapeOutsideContract_IsPrinted(string name, string expected)
    {
        var method = typeof(Sample).GetMethod(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly);

        var text = MemberText.Method(method);

        Assert.AreEqual(expected, text);
    }

    [TestMethod]
    [DataRow(nameof(Sample.Initialized), "public string Initialized { get; init; }")]
    [DataRow(nameof(Sample.Guarded), "public string Guarded { get; protected set; }")]
    [DataRow(nameof(Sample.Hidden), "public string Hidden { get; }")]
    public void Property_Accessors_ArePrinted(string name, string expected)
    {
        var property = typeof(Sample).GetProperty(name);

        var text = MemberText.Property(property);

        Assert.AreEqual(expected, text);
    }

    public class Sample
    {
        public string Initialized { get; init; }

        public string Guarded { get; protected set; }

        public string Hidden { get; private set; }

        public void Optional(int value = 5) => Hidden = $"{value}";

        public void Output(out int value) => value = 1;

        public void Variable(params string[] values) => Hidden = string.Concat(values);

        [Obsolete("Only here to be printed.")]
        public void Old() => Hidden = null;

        public void Constrained<T>()
            where T : class => Hidden = typeof(T).Name;

        public sealed override string ToString() => Hidden;

        protected void Inherited() => Hidden = null;
    }
}
