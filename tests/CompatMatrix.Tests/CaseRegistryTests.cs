using System.Text.RegularExpressions;
using Segue.CompatMatrix.Cases;
using Segue.CompatMatrix.Running;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Tests;

[TestClass]
public partial class CaseRegistryTests
{
    // The clauses of OpenTelemetry's compatibility text that say something about a C# shim's behaviour.
    private static readonly string[] _clauses =
    [
        "OTC-GEN-2", "OTC-GEN-3", "OTC-GEN-4", "OTC-GEN-5",
        "OTC-CREATE-1", "OTC-CREATE-2", "OTC-CREATE-3", "OTC-CREATE-4", "OTC-CREATE-5",
        "OTC-TRACER-1", "OTC-TRACER-2", "OTC-TRACER-3", "OTC-TRACER-4", "OTC-TRACER-5", "OTC-TRACER-6", "OTC-TRACER-7", "OTC-TRACER-8", "OTC-TRACER-9", "OTC-TRACER-10",
        "OTC-INJECT-1", "OTC-INJECT-2", "OTC-INJECT-3", "OTC-INJECT-4",
        "OTC-EXTRACT-1", "OTC-EXTRACT-2", "OTC-EXTRACT-3", "OTC-EXTRACT-4", "OTC-EXTRACT-5",
        "OTC-CLOSE-1", "OTC-CLOSE-2", "OTC-CLOSE-3",
        "OTC-REL-1", "OTC-REL-2", "OTC-REL-3", "OTC-REL-4",
        "OTC-SPAN-1", "OTC-SPAN-2", "OTC-SPAN-3", "OTC-SPAN-4", "OTC-SPAN-5", "OTC-SPAN-6",
        "OTC-BAG-1", "OTC-BAG-2", "OTC-BAG-3", "OTC-BAG-4",
        "OTC-TAG-1", "OTC-TAG-2", "OTC-TAG-3",
        "OTC-LOG-1", "OTC-LOG-2", "OTC-LOG-3", "OTC-LOG-4", "OTC-LOG-5",
        "OTC-CTX-1", "OTC-CTX-2", "OTC-CTX-3",
        "OTC-SCOPE-1", "OTC-SCOPE-2", "OTC-SCOPE-3", "OTC-SCOPE-4", "OTC-SCOPE-5", "OTC-SCOPE-6", "OTC-SCOPE-7", "OTC-SCOPE-8",
        "OTC-REF-1", "OTC-REF-2", "OTC-SAMPLING-0",
    ];

    [TestMethod]
    public void All_Ids_AreUnique()
    {
        var twice = CaseRegistry.All.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => group.Key);

        Assert.IsEmpty(twice);
    }

    [TestMethod]
    public void All_Ids_AreWellFormed()
    {
        var odd = CaseRegistry.All.Where(entry => !WellFormed().IsMatch(entry.Id) || entry.Group.Length == 0).Select(entry => entry.Id);

        Assert.IsEmpty(odd);
    }

    [TestMethod]
    public void All_Count_IsAtLeastTheOneAskedFor() => Assert.IsGreaterThanOrEqualTo(150, CaseRegistry.All.Count);

    [TestMethod]
    public void All_Groups_EachHasCases()
    {
        var groups = CaseRegistry.All.Select(entry => entry.Group).Distinct().ToArray();

        CollectionAssert.AreEqual(Groups.Names.ToArray(), groups);
    }

    [TestMethod]
    public void All_Requirements_AreOneSentence()
    {
        var odd = CaseRegistry.All.Where(entry => !entry.Requirement.EndsWith('.') || entry.Requirement.Contains('\n')).Select(entry => entry.Id);

        Assert.IsEmpty(odd);
    }

    [TestMethod]
    public void All_Sources_AreOfAKnownSort()
    {
        var odd = from entry in CaseRegistry.All
                  from source in entry.Source.Split("; ")
                  where !KnownSource().IsMatch(source)
                  select entry.Id + ": " + source;

        Assert.IsEmpty(odd);
    }

    [TestMethod]
    public void All_ClausesThatApply_AreCited()
    {
        var cited = CaseRegistry.All.SelectMany(entry => entry.Source.Split("; ")).ToHashSet();

        Assert.IsEmpty(_clauses.Where(clause => !cited.Contains(clause)));
    }

    [TestMethod]
    public void All_ClausesThatAreCited_Exist()
    {
        var cited = CaseRegistry.All.SelectMany(entry => entry.Source.Split("; ")).Where(source => source.StartsWith("OTC-", StringComparison.Ordinal));

        Assert.IsEmpty(cited.Where(source => !_clauses.Contains(source)).Distinct());
    }

    [TestMethod]
    public void All_EachCase_AppliesToASubjectOfSegue()
    {
        var nowhere = CaseRegistry.All.Where(entry => !SubjectRegistry.Run.Any(subject => subject.IsSegue && entry.AppliesTo(subject.Traits))).Select(entry => entry.Id);

        Assert.IsEmpty(nowhere);
    }

    [TestMethod]
    public void All_KnownDifferences_NameACaseAndASubject()
    {
        var odd = KnownDifferences.All.Where(difference =>
            !CaseRegistry.All.Any(entry => entry.Id == difference.CaseId)
            || !SubjectRegistry.Run.Any(subject => subject.IsSegue && subject.Name == difference.Subject)
            || difference.Reason.Length == 0);

        Assert.IsEmpty(odd);
    }

    [TestMethod]
    public void All_RationaleQuestions_AreAnswered()
    {
        var rationale = File.ReadLines(Path.Combine(MatrixFolder.Find(), "../RATIONALE.md"));
        var headings = rationale.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToArray();
        var questions = headings.Select(line => line[3..].Replace("`", "")).ToHashSet();
        var anchors = headings.Select(line => "RATIONALE.md#" + Anchor().Replace(line[3..].ToLowerInvariant(), "").Replace(' ', '-')).ToHashSet();

        const string Start = "RATIONALE: ";
        var cited = CaseRegistry.All.SelectMany(entry => entry.Source.Split("; ")).Where(source => source.StartsWith(Start, StringComparison.Ordinal));
        var unanswered = cited.Select(source => source[Start.Length..]).Distinct().Where(question => !questions.Contains(question));
        var dangling = KnownDifferences.All.Select(difference => difference.Rationale).Distinct().Where(link => !anchors.Contains(link));
        Assert.AreEqual("", string.Join('\n', unanswered.Concat(dangling)));
    }

    [GeneratedRegex("^[A-Z]+-[A-Z0-9]+-[0-9]{2}$")]
    private static partial Regex WellFormed();

    [GeneratedRegex(@"^(OTC-[A-Z]+-[0-9]+|OpenTracing 0\.12\.1 API: .+|W3C Trace Context §[0-9.]+|RATIONALE: .+\?)$")]
    private static partial Regex KnownSource();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex Anchor();
}
