namespace Segue.Interop;

/// <summary>Who calls whom.</summary>
public enum Topology
{
    /// <summary>A peer calls a service on Segue, which calls another peer.</summary>
    PeerSeguePeer,

    /// <summary>A service on Segue calls a peer, which calls another service on Segue.</summary>
    SeguePeerSegue,
}
