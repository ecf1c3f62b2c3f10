namespace OpenTracing.Noop;

/// <summary>Never has an active scope.</summary>
public sealed class NoopScopeManager : IScopeManager
{
    internal static readonly NoopScopeManager Instance = new();

    private NoopScopeManager()
    {
    }

    /// <summary>Gets <see langword="null"/>, also after <see cref="Activate"/>.</summary>
    public IScope Active => null;

    /// <inheritdoc/>
    public IScope Activate(ISpan span, bool finishSpanOnDispose) => NoopScope.Instance;

    /// <inheritdoc/>
    public override string ToString() => nameof(NoopScopeManager);

    /// <summary>Makes nothing active and finishes nothing.</summary>
    public sealed class NoopScope : IScope
    {
        internal static readonly NoopScope Instance = new();

        private NoopScope()
        {
        }

        /// <inheritdoc/>
        public ISpan Span => NoopSpan.Instance;

        /// <summary>Does nothing.</summary>
        public void Dispose()
        {
        }

        /// <inheritdoc/>
        public override string ToString() => nameof(NoopScope);
    }
}
