using System.Collections.Immutable;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Names of the kinds, as they are typed and as they stand among a question's tags.</summary>
public static class MadeKinds
{
    /// <summary>The tag that every made question has.</summary>
    public const string Tag = "made";

    private static readonly ImmutableSortedDictionary<string, MadeKind> s_byName = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Enum.GetValues<MadeKind>().Select(k => KeyValuePair.Create(NameOf(k), k)));

    /// <summary>All kinds in their order.</summary>
    public static ImmutableArray<MadeKind> All { get; } = [.. Enum.GetValues<MadeKind>()];

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>For example <c>multi-page</c>.</returns>
    public static string NameOf(MadeKind kind) => kind == MadeKind.MultiPage ? "multi-page" : kind.ToString().ToLowerInvariant();

    /// <summary>The kind of a name.</summary>
    /// <param name="name">As typed.</param>
    /// <returns>Null when there is none of this name.</returns>
    public static MadeKind? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_byName.TryGetValue(name.Trim(), out MadeKind kind) ? kind : null;
    }
}
