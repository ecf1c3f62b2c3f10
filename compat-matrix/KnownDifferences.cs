namespace Segue.CompatMatrix;

/// <summary>Where Segue does otherwise than a requirement's letter, on purpose. A row that starts passing has to go.</summary>
internal static class KnownDifferences
{
    private const string ActivateNothing = "RATIONALE.md#why-does-activating-nothing-leave-the-current-activity";
    private const string ParentLink = "RATIONALE.md#why-is-a-child_of-parent-not-linked-as-well";
    private const string LaterVersions = "RATIONALE.md#why-is-opentelemetrys-default-propagator-used-as-it-is";

    private const string ParentObject = "RATIONALE.md#why-does-an-explicit-parent-that-is-not-current-leave-activityparent-empty";
    private const string ForeignItem = "RATIONALE.md#why-does-a-baggage-item-set-over-anothers-activity-stay-on-it";

    private const string HiddenRoot = "RATIONALE.md#why-does-a-span-below-an-activity-that-nobody-records-have-no-ids-while-nobody-listens";

    private const string ParentObjectReason = "Ids, flags and tracestate are the parent's; the object is set only where the parent is current, since making it so costs every such span.";

    private const string ForeignItemReason = "The item is on the Activity and reaches later spans; no scope of ours would take it back out of the flow when the Activity stops.";

    private const string VersionReason =
        "OpenTelemetry's default propagator, which is used as it is, reads version 00 only; one given in the options may read later ones.";

    internal static IReadOnlyList<KnownDifference> All { get; } =
    [
        new("REF-LINK-04", "Segue", "The parent relation says it already, so a child_of parent is linked only with LinkAllReferences.", ParentLink),
        new("SCOPE-NULL-03", "Segue", "Activity.Current is left as it was, so that outgoing requests keep their headers; spans parent on it.", ActivateNothing),
        new("SCOPE-NULL-03", "Segue strict",
            "Activity.Current is left as it was, so that outgoing requests keep their headers; spans parent on it.", ActivateNothing),
        new("REF-PARENT-16", "Segue", ParentObjectReason, ParentObject),
        new("REF-PARENT-16", "Segue strict", ParentObjectReason, ParentObject),
        new("BAGGAGE-AMBIENT-15", "Segue", ForeignItemReason, ForeignItem),
        new("BAGGAGE-AMBIENT-15", "Segue sampled out", ForeignItemReason, ForeignItem),
        new("BAGGAGE-AMBIENT-15", "Segue without SDK", ForeignItemReason, ForeignItem),
        new("BAGGAGE-AMBIENT-15", "Segue strict", ForeignItemReason, ForeignItem),
        new("NOREC-CONTEXT-01", "Segue without SDK",
            "The Activity is one that a framework made and nobody records or decided about, so it is not named as a parent, and nothing else is there to name.", HiddenRoot),
        new("EXTRACT-W3C-13", "Segue", VersionReason, LaterVersions),
        new("EXTRACT-W3C-13", "Segue sampled out", VersionReason, LaterVersions),
        new("EXTRACT-W3C-13", "Segue strict", VersionReason, LaterVersions),
    ];
}
