using System.Reflection;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Running;

/// <summary>Runs a case on a subject of its own, in a flow in which nothing is current.</summary>
internal static class CaseRunner
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    internal static CaseResult Run(Case @case, Subject subject) => Run(@case, subject, Limit);

    internal static CaseResult Run(Case @case, Subject subject, TimeSpan limit)
    {
        if (!@case.AppliesTo(subject.Traits)) return new CaseResult(Verdicts.NotApplicable);

        CaseResult? result = null;
        var thread = new Thread(() => result = Observe(@case, subject)) { IsBackground = true, Name = @case.Id };
        // Unlike Start it takes nothing of the calling flow along: no current Activity, no scope, no baggage.
        thread.UnsafeStart();
        return thread.Join(limit) && result is not null ? result : new CaseResult(Verdicts.Fail, "did not end in time");
    }

    private static CaseResult Observe(Case @case, Subject subject)
    {
        try
        {
            @case.Run(subject).GetAwaiter().GetResult();
            return new CaseResult(Verdicts.Pass);
        }
        catch (CaseFailure failure)
        {
            return new CaseResult(Verdicts.Fail, failure.Message);
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException or AggregateException ? e.InnerException ?? e : e;
            return new CaseResult(Verdicts.Fail, cause is CaseFailure ? cause.Message : "threw " + cause.GetType().Name);
        }
    }
}
