namespace Segue.CompatMatrix.Running;

/// <summary>The words that a cell can hold.</summary>
internal static class Verdicts
{
    internal const string Pass = "pass";
    internal const string Fail = "fail";

    /// <summary>Fails as listed, for a stated reason.</summary>
    internal const string Known = "known";
    internal const string NotApplicable = "not-applicable";

    /// <summary>Passed when somebody with the package recorded it.</summary>
    internal const string RecordedPass = "recorded-pass";

    /// <summary>Failed when somebody with the package recorded it.</summary>
    internal const string RecordedFail = "recorded-fail";

    internal static IReadOnlyList<string> All { get; } = [Pass, Fail, Known, NotApplicable, RecordedPass, RecordedFail];
}
