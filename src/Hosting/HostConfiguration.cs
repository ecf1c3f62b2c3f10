namespace Segue.Hosting;

/// <summary>What one call of <c>AddSegue</c> sets.</summary>
internal sealed class HostConfiguration(Action<SegueOptions> apply)
{
    internal void Apply(SegueOptions options) => apply(options);
}
