using System.Collections.Immutable;

namespace Assay.Retrieval.Search.Expansion;

/// <summary>A question with what a model added to it.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Variants">What is searched for beside the question; empty unless <paramref name="Outcome"/> is <see cref="ExpansionOutcome.Expanded"/>.</param>
/// <param name="Note">For the trace: the model and its time, or why there are no variants.</param>
public sealed record ExpandedQuery(QueryExpansion Kind, ExpansionOutcome Outcome, ImmutableArray<QueryVariant> Variants, string Note)
{
    /// <summary>The reply with what it took; null when there is none.</summary>
    public ExpansionReply? Reply { get; init; }

    /// <summary>Whether the reply was kept from an earlier call, so that nothing was paid now.</summary>
    public bool IsKept { get; init; }

    /// <summary>Made-up passages, which are searched for by meaning too and need vectors for that.</summary>
    public IEnumerable<string> MadeUp => Variants.Where(v => v.Kind == QueryExpansion.Hyde).Select(v => v.Text);

    /// <summary>A question without a reply.</summary>
    /// <param name="kind">What was asked for.</param>
    /// <param name="outcome">Why there is none.</param>
    /// <param name="reason">The same, for a user.</param>
    /// <returns>No variants.</returns>
    public static ExpandedQuery Without(QueryExpansion kind, ExpansionOutcome outcome, string reason) => new(kind, outcome, [], $"no expansion: {reason}");

    /// <summary>Variants of several kinds together.</summary>
    /// <param name="expanded">The same question, expanded in several ways.</param>
    /// <returns>All variants; not for showing.</returns>
    public static ExpandedQuery Together(IEnumerable<ExpandedQuery> expanded)
    {
        ImmutableArray<QueryVariant> variants = [.. expanded.SelectMany(e => e.Variants)];
        return new ExpandedQuery(QueryExpansion.Off, variants.Length > 0 ? ExpansionOutcome.Expanded : ExpansionOutcome.NothingToAdd, variants, "");
    }
}
