using OpenTracing.Mock;
using OpenTracing.Propagation;
using Segue.Contracts.OpenTracing.Tests.Support;

namespace Segue.Contracts.OpenTracing.Tests.Mock;

[TestClass]
public sealed class ConsolePropagatorTests : IDisposable
{
    private readonly TextWriter _console = Console.Out;
    private readonly StringWriter _output = new();

    [TestInitialize]
    public void Initialize() => Console.SetOut(_output);

    public void Dispose()
    {
        Console.SetOut(_console);
        _output.Dispose();
    }

    [TestMethod]
    public void Inject_Call_PrintsLineWithoutClosingParenthesis()
    {
        new ConsolePropagator().Inject(Some.Context(), BuiltinFormats.TextMap, new EntryList());

        Assert.AreEqual($"Inject({typeof(MockSpanContext)}, Builtin`1.TEXT_MAP, {Environment.NewLine}", _output.ToString());
    }

    [TestMethod]
    public void Extract_Call_PrintsLineWithoutClosingParenthesis()
    {
        var carrier = new EntryList();
        carrier.Set("key", "value");

        new ConsolePropagator().Extract(BuiltinFormats.TextMap, carrier);

        Assert.AreEqual($"Extract(Builtin`1.TEXT_MAP, key=value{Environment.NewLine}", _output.ToString());
    }

    [TestMethod]
    public void Extract_Call_ReturnsNull()
    {
        var context = new ConsolePropagator().Extract(BuiltinFormats.TextMap, new EntryList());

        Assert.IsNull(context);
    }
}
