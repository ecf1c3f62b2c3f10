namespace Demo.Tests;

[TestClass]
public sealed class DemoArgumentsTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(new[] { "--colour" }, "'--colour' is not an option.")]
    [DataRow(new[] { "3" }, "'3' is not an option.")]
    [DataRow(new[] { "--requests" }, "--requests is ''; it takes a number from 1 to 1000.")]
    [DataRow(new[] { "--requests", "0" }, "--requests is '0'; it takes a number from 1 to 1000.")]
    [DataRow(new[] { "--requests", "-1" }, "--requests is '-1'; it takes a number from 1 to 1000.")]
    [DataRow(new[] { "--requests", "1001" }, "--requests is '1001'; it takes a number from 1 to 1000.")]
    [DataRow(new[] { "--requests=many" }, "--requests is 'many'; it takes a number from 1 to 1000.")]
    [DataRow(new[] { "--requests", "1", "--json" }, "--json is ''; it takes a file in a folder that exists.")]
    [DataRow(new[] { "--json", "no-such-folder/traces.json" }, "--json is 'no-such-folder/traces.json'; it takes a file in a folder that exists.")]
    public async Task Run_BadArguments_SaysWhatIsWrongAndEndsWithTwo(string[] arguments, string problem)
    {
        using var demo = DemoProcess.Start(arguments);
        var (exitCode, output, errors) = await demo.EndAsync(TestContext.CancellationToken);

        Assert.AreEqual(2, exitCode);
        Assert.AreEqual("", output);
        StringAssert.StartsWith(errors, problem, StringComparison.Ordinal);
        StringAssert.Contains(errors, "Usage:", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("--help")]
    [DataRow("-h")]
    public async Task Run_Help_NamesEveryOptionAndEndsWithZero(string option)
    {
        using var demo = DemoProcess.Start(option);
        var (exitCode, output, errors) = await demo.EndAsync(TestContext.CancellationToken);

        Assert.AreEqual(0, exitCode);
        Assert.AreEqual("", errors);
        foreach (var named in new[] { "--requests N", "--json FILE", "--help" }) StringAssert.Contains(output, named, StringComparison.Ordinal);
    }
}
