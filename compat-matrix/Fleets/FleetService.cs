namespace Segue.CompatMatrix.Fleets;

/// <summary>A way in which a service of a fleet is traced.</summary>
internal abstract class FleetService
{
    internal abstract string Name { get; }

    /// <summary>Whether it hands baggage on; one that has only ids in its headers can't.</summary>
    internal virtual bool CarriesBaggage => true;

    /// <summary>Answers a request: goes on with the trace that arrived, or begins one, and makes the calls that the visit asks for.</summary>
    internal abstract Task Serve(Visit visit);
}
