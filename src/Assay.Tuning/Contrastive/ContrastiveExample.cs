using System.Collections.Immutable;

namespace Assay.Tuning.Contrastive;

/// <summary>What a search is trained on: a query, passages that answer it, and passages that look as if they did.</summary>
/// <param name="Line">Where it stands in its file, from 1.</param>
/// <param name="Query">What somebody looks for; not empty.</param>
/// <param name="Positives">Passages that answer it; at least one.</param>
/// <param name="Negatives">Passages that do not; may be empty.</param>
public sealed record ContrastiveExample(int Line, string Query, ImmutableArray<string> Positives, ImmutableArray<string> Negatives)
{
    /// <summary>The example without negatives that are also positives.</summary>
    internal ContrastiveExample WithoutContradictions() => Negatives.Any(Positives.Contains) ? this with { Negatives = [.. Negatives.Where(n => !Positives.Contains(n))] } : this;
}
