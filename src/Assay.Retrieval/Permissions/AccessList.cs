using System.Collections.Immutable;

namespace Assay.Retrieval.Permissions;

/// <summary>Who may read a document: a normalised, ordered set of <c>user:NAME</c> and <c>group:NAME</c>, or everyone, or nobody.</summary>
/// <remarks>Equal sets are equal, whatever order they were written in. Names are compared exactly, capitals included: a name that is not quite right is refused, never guessed.</remarks>
public sealed class AccessList : IEquatable<AccessList>
{
    /// <summary>How everyone is written.</summary>
    public const string EveryoneName = "everyone";

    private const string NobodyName = "nobody";

    private AccessList(string canonical, ImmutableArray<string> principals)
    {
        Canonical = canonical;
        Principals = principals;
    }

    /// <summary>Nothing is said: everybody may read it as long as no document of the knowledge base says anything, nobody from then on.</summary>
    public static AccessList Unstated { get; } = new("", []);

    /// <summary>Everybody may read it, nobody in particular included.</summary>
    public static AccessList Everyone { get; } = new(EveryoneName, []);

    /// <summary>Nobody may read it: an empty list.</summary>
    public static AccessList Nobody { get; } = new(NobodyName, []);

    /// <summary><c>user:NAME</c> and <c>group:NAME</c>, ordered (ordinal), each once; empty for the three lists with a name.</summary>
    public ImmutableArray<string> Principals { get; }

    /// <summary>One text for equal lists: empty when nothing is said, else <c>everyone</c>, <c>nobody</c> or the principals on lines of their own.</summary>
    public string Canonical { get; }

    /// <summary>Makes a list of principals as people write them.</summary>
    /// <param name="principals"><c>everyone</c>, <c>user:NAME</c>, <c>group:NAME</c>; none means nobody. One <c>everyone</c> makes the rest void.</param>
    /// <returns>The list.</returns>
    /// <exception cref="FormatException">One is written differently; says which and what is expected.</exception>
    public static AccessList Of(IEnumerable<string> principals)
    {
        ArgumentNullException.ThrowIfNull(principals);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        bool everyone = false;
        foreach (string text in principals)
        {
            if (text.Trim() == EveryoneName) everyone = true;
            else names.Add(PrincipalName.Parse(text));
        }

        return everyone ? Everyone : names.Count == 0 ? Nobody : new AccessList(string.Join('\n', names), [.. names]);
    }

    /// <inheritdoc/>
    public bool Equals(AccessList? other) => other is not null && other.Canonical == Canonical;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessList);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Canonical.Length == 0 ? "(nothing said)" : Canonical.Replace("\n", ", ", StringComparison.Ordinal);

    /// <summary>The list that <see cref="Canonical"/> was taken of.</summary>
    internal static AccessList FromCanonical(string canonical) => canonical switch
    {
        "" => Unstated,
        EveryoneName => Everyone,
        NobodyName => Nobody,
        _ => new AccessList(canonical, [.. canonical.Split('\n')]),
    };
}
