using System.Collections;
using OpenTracing.Propagation;

namespace Segue.CompatMatrix.Cases;

/// <summary>A carrier that can be neither read nor written, as a request that is over.</summary>
internal sealed class BrokenCarrier : ITextMap
{
    public void Set(string key, string value) => throw new ObjectDisposedException(nameof(BrokenCarrier));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => throw new ObjectDisposedException(nameof(BrokenCarrier));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
