namespace Segue.Propagation;

/// <summary>A carrier whose headers can be listed, so that formats which put one item into each header can find them.</summary>
/// <remarks>
/// <para>Jaeger's <c>uberctx-*</c> and ot-tracer's <c>ot-baggage-*</c> are read from such a carrier, and from one that is itself a sequence of
/// pairs of name and value (<see cref="string"/>, an array or a sequence of them) or a <c>NameValueCollection</c>. Of any other carrier only
/// the headers with fixed names are read, since a getter is asked for one name at a time. <see cref="CompositePropagator"/> lists only where such
/// headers can be expected.</para>
/// <para>Threads and cost: listed only by those formats.</para>
/// </remarks>
public interface IEnumerableCarrier
{
    /// <summary>The headers that were received.</summary>
    /// <value>A name may repeat, in any case; entries without a name or a value are skipped.</value>
    IEnumerable<KeyValuePair<string, string?>> Entries { get; }
}
