namespace Segue;

/// <summary>The user on whose behalf a trace runs.</summary>
public sealed class UserDetails
{
    /// <summary>Creates the details of a user.</summary>
    /// <param name="id">Identifier of the user.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is <see langword="null"/> or empty.</exception>
    public UserDetails(string id)
    {
        if (string.IsNullOrEmpty(id)) throw new ArgumentException("A user needs an id.", nameof(id));
        Id = id;
    }

    /// <summary>Identifier; tag <c>usr.id</c>.</summary>
    public string Id { get; }

    /// <summary>E-mail address; tag <c>usr.email</c>.</summary>
    public string? Email { get; set; }

    /// <summary>Name; tag <c>usr.name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Session; tag <c>usr.session_id</c>.</summary>
    public string? SessionId { get; set; }

    /// <summary>Role; tag <c>usr.role</c>.</summary>
    public string? Role { get; set; }

    /// <summary>Scopes or authorities; tag <c>usr.scope</c>.</summary>
    public string? Scope { get; set; }
}
