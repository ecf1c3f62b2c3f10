namespace OpenTracing.Mock;

/// <content>The reference to another span.</content>
public sealed partial class MockSpan
{
    /// <summary>Points from a span to the context of another one.</summary>
    public sealed class Reference : IEquatable<Reference>
    {
        /// <summary>Creates a reference.</summary>
        /// <param name="context">The context referred to.</param>
        /// <param name="referenceType">The kind of reference.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public Reference(MockSpanContext context, string referenceType)
        {
            Context = context ?? throw new ArgumentNullException(nameof(context));
            ReferenceType = referenceType ?? throw new ArgumentNullException(nameof(referenceType));
        }

        /// <summary>Gets the context referred to.</summary>
        public MockSpanContext Context { get; }

        /// <summary>Gets the kind of reference.</summary>
        public string ReferenceType { get; }

        /// <summary>Tells whether both point to the very same context in the same way.</summary>
        /// <param name="other">The reference to compare with.</param>
        /// <returns><see langword="true"/> when context and kind are equal.</returns>
        public bool Equals(Reference other) =>
            other != null && Equals(Context, other.Context) && string.Equals(ReferenceType, other.ReferenceType, StringComparison.Ordinal);

        /// <inheritdoc/>
        public override bool Equals(object obj) => Equals(obj as Reference);

        /// <inheritdoc/>
        public override int GetHashCode() => (Context, ReferenceType).GetHashCode();
    }
}
