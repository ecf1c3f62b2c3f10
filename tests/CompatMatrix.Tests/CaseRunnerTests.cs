using System.Diagnostics;
using Segue.CompatMatrix.Running;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Tests;

[TestClass]
public class CaseRunnerTests
{
    [TestMethod]
    public void Run_CaseThatNeedsMore_IsNotApplicable()
    {
        var result = CaseRunner.Run(Case(_ => throw new InvalidOperationException(), Needs.Activity), new MockSubject());

        Assert.AreEqual(Verdicts.NotApplicable, result.Verdict);
    }

    [TestMethod]
    public void Run_CaseThatRunsAlone_OpensNoSubject()
    {
        var alone = new Case("SPAN-A-01", "Does.", "OTC-TAG-1", Needs.None, () => Task.CompletedTask);

        // A fake subject throws where it is opened.
        Assert.AreEqual(new CaseResult(Verdicts.Pass), CaseRunner.Run(alone, new FakeSubject("Segue", isSegue: true)));
    }

    [TestMethod]
    public void Run_CaseThatFails_GivesItsReason()
    {
        var result = CaseRunner.Run(Case(_ => Expect.Equal(1, 2, "the number")), new MockSubject());

        Assert.AreEqual(new CaseResult(Verdicts.Fail, "the number is 2, not 1"), result);
    }

    [TestMethod]
    public void Run_CaseThatCrashes_FailsWithTheExceptionsType()
    {
        var result = CaseRunner.Run(Case(_ => throw new InvalidOperationException("id 42")), new MockSubject());

        Assert.AreEqual(new CaseResult(Verdicts.Fail, "threw InvalidOperationException"), result);
    }

    [TestMethod]
    public void Run_CaseThatHangs_FailsInTime()
    {
        using var never = new ManualResetEventSlim();

        var result = CaseRunner.Run(Case(_ => never.Wait()), new MockSubject(), TimeSpan.FromMilliseconds(50));
        never.Set();

        Assert.AreEqual(new CaseResult(Verdicts.Fail, "did not end in time"), result);
    }

    [TestMethod]
    public void Run_CallerWithCurrentSpan_CaseStartsWithNone()
    {
        using var activity = new Activity("caller").Start();
        OpenTelemetry.Baggage.SetBaggage("k", "v");

        var result = CaseRunner.Run(
            Case(_ =>
            {
                Expect.Null(Activity.Current, "Activity.Current");
                Expect.Equal(0, OpenTelemetry.Baggage.Current.Count, "the number of items");
            }),
            new MockSubject());

        Assert.AreEqual(Verdicts.Pass, result.Verdict);
    }

    private static Case Case(Action<World> run, Needs needs = Needs.None) => new("SPAN-A-01", "Does something.", "OTC-TAG-1", needs, run);
}
