using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>How rankings are measured; each option is one of trec_eval's.</summary>
public sealed record RankingOptions
{
    /// <summary>Which trec_eval to agree with.</summary>
    /// <value>Default <see cref="TrecVersion.V9"/>, which pytrec_eval, BEIR and most published numbers use.</value>
    public TrecVersion Version { get; init; } = TrecVersion.V9;

    /// <summary>Lowest grade that counts as relevant (<c>-l</c>). nDCG ignores it: its gain is the grade.</summary>
    /// <value>Default 1; 0 or more.</value>
    public int RelevanceLevel { get; init; } = 1;

    /// <summary>Average over all judged topics, with 0 for those missing from the run (<c>-c</c>).</summary>
    /// <value>Default false.</value>
    public bool IncludeMissing { get; init; }

    /// <summary>Drop documents without a judgement from the ranking (<c>-J</c>), after <see cref="MaxDepth"/> was applied.</summary>
    /// <value>Default false.</value>
    public bool JudgedOnly { get; init; }

    /// <summary>Look at no more than this many documents per topic (<c>-M</c>).</summary>
    /// <value>Default null: all.</value>
    public int? MaxDepth { get; init; }

    /// <summary>Which measures to compute (<c>-m</c>): a name, a name with parameters (<c>P.5,10</c>, <c>ndcg.1=3.5,2=9</c>), or <c>default</c>, <c>official</c>, <c>set</c>, <c>all_trec</c>.</summary>
    /// <value>Default: counts, map, gm_map, Rprec, bpref, recip_rank, P, recall, ndcg, ndcg_cut, map_cut, success, set_P, set_recall, set_F.</value>
    public ImmutableArray<string> Measures { get; init; } = ["default"];

    /// <summary>Cut-offs of <c>P</c>, <c>recall</c>, <c>relative_P</c>, <c>ndcg_cut</c> and <c>map_cut</c> that are given none of their own.</summary>
    /// <value>Default 5, 10, 15, 20, 30, 100, 200, 500, 1000; each at least 1, without repeats.</value>
    public ImmutableArray<int> Cutoffs { get; init; } = [5, 10, 15, 20, 30, 100, 200, 500, 1000];

    /// <summary>Cut-offs of <c>success</c> where it is given none of its own.</summary>
    /// <value>Default 1, 5, 10; each at least 1, without repeats.</value>
    public ImmutableArray<int> SuccessCutoffs { get; init; } = [1, 5, 10];

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="ArgumentException">The first value out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(RelevanceLevel);
        if (Measures.IsDefaultOrEmpty) throw new ArgumentException("At least one measure is needed.", nameof(Measures));
        if (MaxDepth is { } depth) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth, nameof(MaxDepth));
        foreach (ImmutableArray<int> cutoffs in (ReadOnlySpan<ImmutableArray<int>>)[Cutoffs, SuccessCutoffs])
        {
            if (cutoffs.IsDefault || cutoffs.Any(k => k < 1) || cutoffs.Distinct().Count() != cutoffs.Length)
            {
                throw new ArgumentException("Cut-offs must be 1 or more, without repeats.", nameof(Cutoffs));
            }
        }
    }
}
