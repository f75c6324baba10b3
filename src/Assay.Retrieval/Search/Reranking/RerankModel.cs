using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Retrieval.Search.Reranking;

/// <summary>A linear reranker: the score of a candidate is the sum of its features times these weights.</summary>
/// <param name="Features">Names of the features, as <see cref="RerankFeatures.Names"/> has them; a model made before the last ones came has the first ones alone.</param>
/// <param name="Weights">One for each.</param>
/// <param name="Depth">Candidates that are scored, the best ones; 2 to 1,000.</param>
public sealed record RerankModel(ImmutableArray<string> Features, ImmutableArray<double> Weights, int Depth) : IReranker
{
    /// <summary>The score of a candidate.</summary>
    /// <param name="features">In the order of <see cref="Features"/>.</param>
    /// <returns>Larger is better; comparable within one query.</returns>
    public double Score(ReadOnlySpan<double> features)
    {
        double score = 0;
        for (int i = 0; i < Weights.Length; i++) score += Weights[i] * features[i];
        return score;
    }

    string IReranker.Name => "";

    IReadOnlyList<double> IReranker.Score(RerankRequest request) => [.. request.Features.Select(f => Score(f))];

    /// <summary>Equal when names, weights and depth are.</summary>
    /// <param name="other">Another model.</param>
    /// <returns>Whether both score alike.</returns>
    public bool Equals(RerankModel? other) => other is not null && Depth == other.Depth && Features.SequenceEqual(other.Features) && Weights.SequenceEqual(other.Weights);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Features.Length, Weights.Length > 0 ? Weights[0] : 0);

    /// <summary>Checks that this version can use the model.</summary>
    /// <returns>All problems.</returns>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new List<Problem>();
        if (Features.IsDefault || Weights.IsDefault || Features.Length < RerankFeatures.Least || !Features.SequenceEqual(RerankFeatures.Names.Take(Features.Length)) || Weights.Length != Features.Length)
        {
            problems.Add(new Problem("", null, $"Search profile: the reranker was trained with other features than this version has ({RerankFeatures.Names.Length}). Train it again: `assay eval retrieval --stages`."));
        }
        else if (Weights.Any(w => !double.IsFinite(w)))
        {
            problems.Add(new Problem("", null, "Search profile: a weight of the reranker is not a number. Train it again: `assay eval retrieval --stages`."));
        }

        if (Depth is < 2 or > 1000) problems.Add(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"Search profile: the depth of the reranker must be 2 to 1000, not {Depth}.")));
        return problems;
    }
}
