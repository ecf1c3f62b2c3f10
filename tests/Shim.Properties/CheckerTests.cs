using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace Segue.Shim.Properties;

/// <summary>The property can fail: each way to break the subject is found.</summary>
[TestClass]
public class CheckerTests
{
    private const int Programs = 200;

    [TestMethod]
    public void Flows_DisposeRestoresNothing_IsFound() => IsFound(static () => new ForgetsToRestore());

    [TestMethod]
    public void Flows_DisposeClearsWhatIsCurrent_IsFound() => IsFound(static () => new Clears());

    [TestMethod]
    public void Flows_StartLeavesItsSpanCurrent_IsFound() => IsFound(static () => new StartActivates());

    [TestMethod]
    public void Flows_StartActiveIgnoresItsParent_IsFound() => IsFound(static () => new Orphans());

    [TestMethod]
    public void Flows_ActiveIsAnotherObjectOfTheSameSpan_IsFound() => IsFound(static () => new Wraps());

    [TestMethod]
    public void Flows_FinishThatThrows_IsFound() => IsFound(static () => new Throws());

    [TestMethod]
    public void Flows_SetBaggageLeaks_IsFound() => IsFound(static () => new LeaksBaggage());

    private static void IsFound(Func<object> subject)
    {
        string? found = null;
        try
        {
            Prop.ForAll<Step[]>(Step.Programs, program => Interpreter.Run(program, () => (Subject)subject()))
                .Check(Config.QuickThrowOnFailure.WithMaxTest(Programs).WithReplay(InterleavingTests.Seed, InterleavingTests.Gamma).WithQuietOnSuccess(true));
        }
        catch (Exception e)
        {
            found = e.ToString();
        }

        Assert.IsNotNull(found, "A broken subject passed.");
        StringAssert.Contains(found, nameof(SegueMismatchException));
    }

    private sealed class ForgetsToRestore : Subject
    {
        internal override void Dispose(OpenTracing.IScope scope)
        {
            var current = Activity.Current;
            scope.Dispose();
            Activity.Current = current;
        }
    }

    private sealed class Clears : Subject
    {
        internal override void Dispose(OpenTracing.IScope scope)
        {
            scope.Dispose();
            Activity.Current = null;
        }
    }

    private sealed class StartActivates : Subject
    {
        internal override OpenTracing.ISpan Start(OpenTracing.ISpanBuilder builder) => builder.StartActive(false).Span;
    }

    private sealed class Orphans : Subject
    {
        internal override OpenTracing.IScope StartActive(OpenTracing.ISpanBuilder builder, bool finish) => builder.IgnoreActiveSpan().StartActive(finish);
    }

    private sealed class Wraps : Subject
    {
        internal override OpenTracing.IScope? Active => base.Active is { } scope ? new Wrapper(scope) : null;

        private sealed class Wrapper(OpenTracing.IScope scope) : OpenTracing.IScope
        {
            public OpenTracing.ISpan Span => scope.Span;

            public void Dispose() => scope.Dispose();
        }
    }

    private sealed class Throws : Subject
    {
        internal override void Finish(OpenTracing.ISpan span) => throw new InvalidOperationException("Finish");
    }

    private sealed class LeaksBaggage : Subject
    {
        internal override void Dispose(OpenTracing.IScope scope)
        {
            var baggage = OpenTelemetry.Baggage.Current;
            scope.Dispose();
            OpenTelemetry.Baggage.Current = baggage;
        }
    }
}
