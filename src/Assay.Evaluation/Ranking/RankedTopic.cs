using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>The grades of one topic's ranking, in the order trec_eval would rank it.</summary>
/// <param name="Grades">Grade of each ranked document; <see cref="NotInPool"/> or <see cref="NotJudged"/> when it has none.</param>
/// <param name="Judged">Grades of all judged documents of the topic, retrieved or not, highest first.</param>
internal readonly record struct RankedTopic(ImmutableArray<int> Grades, ImmutableArray<int> Judged)
{
    /// <summary>Stands for a document without a line in the judgements.</summary>
    public const int NotInPool = -1;

    /// <summary>Stands for a document with a grade below 0: in the pool, but not judged.</summary>
    public const int NotJudged = -2;

    /// <summary>Ranks by score, ties by document id descending in byte order; then cuts at the depth; then drops what is not judged.</summary>
    /// <param name="retrieved">In any order.</param>
    /// <param name="judged">Grades by document.</param>
    /// <param name="options">Precision of scores, depth, judged only.</param>
    /// <returns>The ranking as grades.</returns>
    public static RankedTopic Rank(ImmutableArray<ScoredDocument> retrieved, IReadOnlyDictionary<string, int> judged, RankingOptions options)
    {
        ScoredDocument[] ranked = [.. retrieved];
        Array.Sort(ranked, Comparison(options.Version));
        IEnumerable<int> grades = ranked
            .Take(options.MaxDepth ?? int.MaxValue)
            .Select(d => judged.TryGetValue(d.Document, out int grade) ? (grade < 0 ? NotJudged : grade) : NotInPool);
        if (options.JudgedOnly) grades = grades.Where(g => g >= 0);
        return new RankedTopic([.. grades], [.. judged.Values.OrderDescending()]);
    }

    /// <summary>trec_eval's order of documents.</summary>
    /// <param name="version">Version 9 compares scores as <see langword="float"/>.</param>
    /// <returns>A total order for distinct documents.</returns>
    public static Comparison<ScoredDocument> Comparison(TrecVersion version) => version == TrecVersion.V9
        ? static (a, b) => Compare(((float)b.Score).CompareTo((float)a.Score), a, b)
        : static (a, b) => Compare(b.Score.CompareTo(a.Score), a, b);

    private static int Compare(int byScore, ScoredDocument a, ScoredDocument b) =>
        byScore != 0 ? byScore : CodePointOrder.Instance.Compare(b.Document, a.Document);
}
