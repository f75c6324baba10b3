using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Permissions;

/// <summary>Who asks: a user, groups, or both. Null, wherever one is expected, is nobody in particular and reads only what everyone may.</summary>
public sealed partial class Principal : IEquatable<Principal>
{
    /// <summary>Makes a principal.</summary>
    /// <param name="user">Name without <c>user:</c>; null for a member of groups only.</param>
    /// <param name="groups">Names without <c>group:</c>, in any order, any number.</param>
    /// <exception cref="FormatException">A name is empty, longer than 256 characters or no valid text.</exception>
    public Principal(string? user, params IEnumerable<string> groups)
        : this((user is null ? [] : (IEnumerable<string>)[PrincipalName.User + PrincipalName.Bare(user)])
            .Concat(groups.Select(g => PrincipalName.Group + PrincipalName.Bare(g))))
    {
    }

    private Principal(IEnumerable<string> names)
    {
        Names = [.. names.ToImmutableSortedSet(StringComparer.Ordinal)];
        Canonical = string.Join('\n', Names);
    }

    /// <summary><c>user:NAME</c> and <c>group:NAME</c>, ordered (ordinal), each once.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>One text for equal principals: <see cref="Names"/> on lines of their own.</summary>
    public string Canonical { get; }

    /// <summary>Reads what a question's <c>as</c> says: <c>user:ann</c>, <c>group:support</c>, several with commas between them; a name without kind is a user.</summary>
    /// <param name="text">As written; null or blank for nobody in particular.</param>
    /// <returns>Null for nobody in particular.</returns>
    /// <exception cref="FormatException">A name is empty, longer than 256 characters or no valid text.</exception>
    public static Principal? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        // A comma that no kind follows belongs to the name: directories write names such as CN=Support,OU=Berlin.
        string[] parts = BetweenPrincipals().Split(text.Trim());
        return new Principal(parts.Select((p, i) => i == 0 && !HasKind(p) ? PrincipalName.User + PrincipalName.Bare(p) : PrincipalName.Parse(p)));
    }

    /// <inheritdoc/>
    public bool Equals(Principal? other) => other is not null && other.Canonical == Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Principal);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Names);

    private static bool HasKind(string text) =>
        text.StartsWith(PrincipalName.User, StringComparison.Ordinal) || text.StartsWith(PrincipalName.Group, StringComparison.Ordinal);

    [GeneratedRegex(@"\s*,\s*(?=user:|group:)")]
    private static partial Regex BetweenPrincipals();
}
