using OpenTracing.Mock;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public class PropagatorsTests
{
    [TestMethod]
    [DataRow(nameof(Propagators.Binary), typeof(BinaryPropagator))]
    [DataRow(nameof(Propagators.Console), typeof(ConsolePropagator))]
    [DataRow(nameof(Propagators.TextMap), typeof(TextMapPropagator))]
    public void Field_Propagator_HasTypes(string name, Type expected)
    {
        var field = typeof(Propagators).GetField(name);

        var types = (field.FieldType, field.GetValue(null).GetType());

        Assert.AreEqual((typeof(IPropagator), expected), types);
    }

    [TestMethod]
    [DataRow(nameof(Propagators.Binary))]
    [DataRow(nameof(Propagators.Console))]
    [DataRow(nameof(Propagators.TextMap))]
    public void Field_Propagator_IsReadOnly(string name)
    {
        var field = typeof(Propagators).GetField(name);

        var isReadOnly = field.IsStatic && field.IsInitOnly;

        Assert.IsTrue(isReadOnly);
    }
}
