namespace Segue.CompatMatrix.Cases;

/// <summary>Every case, in the order in which groups and cases are shown.</summary>
internal static class CaseRegistry
{
    internal static IReadOnlyList<Case> All { get; } =
    [
        .. new[]
        {
            SpanCases.All, SpanBuilderCases.All, ScopeCases.All, ScopeFlowCases.All, ReferenceCases.All, LinkCases.All, TagCases.All, TagMeaningCases.All,
            LogCases.All, LogValueCases.All, BaggageCases.All, AmbientBaggageCases.All, InjectCases.All, ExtractCases.All, BinaryCases.All,
            MixedCases.All, NotRecordedCases.All, LifetimeCases.All, MisuseCases.All, ForeignCases.All, FleetCases.All,
        }.SelectMany(cases => cases).OrderBy(entry => Groups.Order(entry.Group)),
    ];
}
