namespace Segue.Sdk.Tests.Sampling;

/// <summary>Rows of the rule vectors that are answered otherwise than measured, and why; a listed row that comes out as measured fails.</summary>
internal static class KnownRuleDifferences
{
    internal static readonly Dictionary<string, string> Reasons = new()
    {
        ["tag-star-missing"] = "The pattern * asks that the tag exists, as the vendor's cross-language suite demands; the measured tracer doesn't check.",
        ["rate-over-1"] = "A rate above 1 is a mistake, most likely a percentage; keeping everything because of it would be the opposite of what was meant. The rules are refused and it is said.",
        ["rate-negative"] = "A rate below 0 is a mistake too, and dropping everything because of it would go unnoticed. The rules are refused and it is said.",
    };
}
