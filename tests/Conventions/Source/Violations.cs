namespace Segue.Conventions.Source;

/// <summary>Fails a test with every place that breaks a rule.</summary>
internal static class Violations
{
    internal static void AssertNone(IEnumerable<string> violations)
    {
        var all = violations.ToArray();
        if (all.Length > 0) Assert.Fail(all.Length + " found:" + Environment.NewLine + string.Join(Environment.NewLine, all));
    }

    internal static void AssertOne(IEnumerable<string> violations, string start)
    {
        var all = violations.ToArray();
        Assert.HasCount(1, all, string.Join(Environment.NewLine, all));
        Assert.StartsWith(start, all[0]);
    }
}
