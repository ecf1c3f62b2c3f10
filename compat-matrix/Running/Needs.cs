namespace Segue.CompatMatrix.Running;

/// <summary>What a case needs of a subject to say anything about it; a subject that lacks any of it is not applicable.</summary>
[Flags]
internal enum Needs
{
    /// <summary>Nothing beyond the OpenTracing API.</summary>
    None = 0,

    /// <summary>Finished spans are kept with their data.</summary>
    Recorded = 1 << 0,

    /// <summary>Spans are Activities, and what is active is <c>Activity.Current</c>.</summary>
    Activity = 1 << 1,

    /// <summary>A root has a trace id and a span id.</summary>
    Ids = 1 << 2,

    /// <summary>Carriers hold W3C trace context and baggage.</summary>
    W3C = 1 << 3,

    /// <summary>OpenTelemetry's SDK decides about sampling and suppression.</summary>
    Sdk = 1 << 4,

    /// <summary>Spans are never recorded: sampled out, or nobody listens.</summary>
    NotRecorded = 1 << 5,

    /// <summary>Nobody listens at all.</summary>
    NoListener = 1 << 6,

    /// <summary>A parent referenced as <c>child_of</c> is not linked as well.</summary>
    SparseLinks = 1 << 7,

    /// <summary>Every reference is linked, the parent too.</summary>
    StrictLinks = 1 << 8,

    /// <summary>A tracer can be made from a provider and two propagators.</summary>
    Factory = 1 << 9,

    /// <summary>The tracer can close the provider that it was made from.</summary>
    Closable = 1 << 10,

    /// <summary>The built-in Binary format is read and written.</summary>
    Binary = 1 << 11,

    /// <summary>Segue's native API writes to the same ambient context.</summary>
    NativeApi = 1 << 12,

    /// <summary>Activating nothing leaves <c>Activity.Current</c> as it was.</summary>
    KeepsCurrent = 1 << 13,

    /// <summary>Stands for the product in a fleet of services that the case sets up.</summary>
    Fleets = 1 << 14,

    /// <summary>Recorded as Activities: the usual need of a mapping.</summary>
    Mapped = Recorded | Activity,
}
