namespace Segue.CompatMatrix.Fleets;

/// <summary>What runs, and who calls whom.</summary>
internal interface IFleet
{
    /// <summary>Finds what answers a request to a service; asked once for each request, since a deployment may come between two.</summary>
    FleetService Route(string service);

    /// <summary>Services that a service calls for each request, in order.</summary>
    IReadOnlyList<string> CallsOf(string service);
}
