using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Contrastive;

/// <summary>A passage that a search found.</summary>
/// <param name="Document">The document that it is of.</param>
/// <param name="Text">Its text.</param>
/// <param name="Score">How well it matches; more is better.</param>
public sealed record FoundPassage(string Document, string Text, double Score);

/// <summary>The best passages for a query, best first.</summary>
/// <param name="query">The query.</param>
/// <param name="count">How many at most.</param>
public delegate IReadOnlyList<FoundPassage> PassageSearch(string query, int count);

/// <summary>Which of the passages that a search finds are taken for wrong ones.</summary>
public sealed record HardNegativeOptions
{
    /// <summary>Negatives of a query.</summary>
    /// <value>1 or more; default 4.</value>
    public int Count { get; init; } = 4;

    /// <summary>Passages that the search is asked for.</summary>
    /// <value>1 or more; default 50.</value>
    public int Depth { get; init; } = 50;

    /// <summary>The best of those left are skipped: what a search ranks first and nobody judged is often an answer (Qu and others 2021).</summary>
    /// <value>0 or more; default 1.</value>
    public int Skip { get; init; } = 1;

    /// <summary>Passages as similar as this to a positive are left out: Jaccard's similarity of words and pairs of words.</summary>
    /// <value>Above 0 to 1; default 0.7.</value>
    public double MostSimilar { get; init; } = 0.7;

    /// <summary>Passages with more than this share of the score that the best positive has in the search are left out (Moreira and others 2024); of no effect where no positive is found.</summary>
    /// <value>Above 0; default 0.95, 1 or more leaves better ones in up to that share.</value>
    public double MostScore { get; init; } = 0.95;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Depth, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Skip);
        if (!(MostSimilar is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(MostSimilar), MostSimilar, "Expected above 0 to 1.");
        if (!(MostScore > 0)) throw new ArgumentOutOfRangeException(nameof(MostScore), MostScore, "Expected above 0.");
    }
}

/// <summary>Finds passages that a search takes for answers and that are none: what it has to learn to tell apart.</summary>
/// <remarks>
/// Left out are passages of the documents that answer, those nearly like a positive, those that score about as well as one, and repetitions of each other. The rest is taken in the search's order,
/// so that the same search gives the same negatives.
/// </remarks>
public static class HardNegatives
{
    /// <summary>An example with the negatives that a search finds for it.</summary>
    /// <param name="example">The example; negatives that it has come first and count.</param>
    /// <param name="documents">Documents that answer its query; empty where that is not known.</param>
    /// <param name="search">The search.</param>
    /// <param name="options">Which are taken; null for the defaults.</param>
    /// <returns>The example with up to that many negatives; fewer where the search finds fewer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static ContrastiveExample Mine(ContrastiveExample example, IReadOnlySet<string> documents, PassageSearch search, HardNegativeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(search);
        options ??= new HardNegativeOptions();
        options.Check();
        if (example.Negatives.Length >= options.Count) return example;
        IReadOnlyList<FoundPassage> found = search(example.Query, options.Depth);
        ulong[][] positives = [.. example.Positives.Select(Features)];
        (FoundPassage Passage, ulong[] Features, bool IsPositive)[] passages = [.. found.Select(p => (p, Features(p.Text))).Select(p => (p.p, p.Item2, documents.Contains(p.p.Document) || IsNear(p.Item2, positives, options.MostSimilar)))];
        double best = passages.Where(p => p.IsPositive).Select(p => p.Passage.Score).DefaultIfEmpty(double.PositiveInfinity).Max();
        List<ulong[]> taken = [.. example.Negatives.Select(Features)];
        var negatives = example.Negatives.ToBuilder();
        int skip = options.Skip;
        foreach ((FoundPassage passage, ulong[] features, bool isPositive) in passages)
        {
            if (negatives.Count == options.Count) break;
            if (isPositive || string.IsNullOrWhiteSpace(passage.Text) || (best > 0 && passage.Score > options.MostScore * best) || IsNear(features, taken, options.MostSimilar)) continue;
            if (skip-- > 0) continue;
            negatives.Add(passage.Text);
            taken.Add(features);
        }

        return example with { Negatives = negatives.ToImmutable() };
    }

    private static bool IsNear(ulong[] features, IEnumerable<ulong[]> others, double most) => others.Any(o => WordFeatures.Similarity(features, o) >= most);

    private static ulong[] Features(string text) => WordFeatures.Of(WordList.Hashes(text));
}
