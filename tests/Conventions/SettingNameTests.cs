using Segue.Conventions.Rules;
using Segue.Conventions.Source;

namespace Segue.Conventions;

[TestClass]
public class SettingNameTests
{
    [TestMethod]
    public void Variables_ReadBySdk_AreThoseOfReadme() =>
        Violations.AssertNone(SettingNames.Check(string.Concat(Repository.Product.Where(file => file.IsUnder("src/Sdk/Setup")).Select(file => file.Text)), Repository.File("README.md").Text));

    [TestMethod]
    [DataRow("Read(\"DD_ENV\")", "| none |", "DD_ENV is read and not told")]
    [DataRow("", "| `DD_ENV` |", "DD_ENV is told and not read")]
    public void Check_Difference_IsFound(string source, string markdown, string expected) =>
        Violations.AssertOne(SettingNames.Check(source, markdown), expected);

    [TestMethod]
    public void Check_NameOutsideTable_IsNotCompared() => Violations.AssertNone(SettingNames.Check("", "see `OTEL_EXPORTER_OTLP_ENDPOINT`"));
}
