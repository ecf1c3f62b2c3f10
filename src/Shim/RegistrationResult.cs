namespace Segue.Shim;

/// <summary>What became of a registration as the global tracer.</summary>
/// <remarks>
/// <para>Two results are equal when their outcome is; <see cref="Occupant"/> is not compared.</para>
/// </remarks>
public readonly struct RegistrationResult : IEquatable<RegistrationResult>
{
    private readonly string? _outcome;

    private RegistrationResult(string outcome, string? occupant = null)
    {
        _outcome = outcome;
        Occupant = occupant;
    }

    /// <summary>The shim is now the global tracer.</summary>
    public static RegistrationResult Registered { get; } = new(nameof(Registered));

    /// <summary>A shim was the global tracer before; nothing was changed.</summary>
    public static RegistrationResult AlreadyOurs { get; } = new(nameof(AlreadyOurs));

    /// <summary>Another tracer is the global one; nothing was changed.</summary>
    public static RegistrationResult Occupied { get; } = new(nameof(Occupied));

    /// <summary>What the tracer in place calls itself, if the outcome is <see cref="Occupied"/>.</summary>
    public string? Occupant { get; }

    /// <summary>Compares outcomes.</summary>
    /// <param name="left">One result.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the outcomes are equal.</returns>
    public static bool operator ==(RegistrationResult left, RegistrationResult right) => left.Equals(right);

    /// <summary>Compares outcomes.</summary>
    /// <param name="left">One result.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether the outcomes differ.</returns>
    public static bool operator !=(RegistrationResult left, RegistrationResult right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RegistrationResult other) => _outcome == other._outcome;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RegistrationResult other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _outcome?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Occupant is null ? _outcome ?? "" : _outcome + " by " + Occupant;

    internal static RegistrationResult OccupiedBy(string occupant) => new(nameof(Occupied), occupant);
}
