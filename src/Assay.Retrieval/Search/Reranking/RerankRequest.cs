namespace Assay.Retrieval.Search.Reranking;

/// <summary>What a reranker gets to see: texts and numbers of the best candidates, each made when they are asked for. Used by one thread.</summary>
/// <param name="query">What the user typed.</param>
/// <param name="count">Number of candidates.</param>
/// <param name="texts">Makes the texts.</param>
/// <param name="features">Makes the features.</param>
public sealed class RerankRequest(string query, int count, Func<IReadOnlyList<string>> texts, Func<double[][]> features)
{
    private IReadOnlyList<string>? madeTexts;
    private double[][]? madeFeatures;

    /// <summary>A request for texts alone.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="texts">A text for each candidate.</param>
    public RerankRequest(string query, IReadOnlyList<string> texts) : this(query, texts.Count, () => texts, () => throw new InvalidOperationException("There are texts alone.")) { }

    /// <summary>What the user typed.</summary>
    public string Query => query;

    /// <summary>Number of candidates.</summary>
    public int Count => count;

    /// <summary>The text of each candidate: title and headings, where the search looks at them, then what it says.</summary>
    public IReadOnlyList<string> Texts => madeTexts ??= texts();

    /// <summary>The features of each candidate, see <see cref="RerankFeatures.Names"/>.</summary>
    public double[][] Features => madeFeatures ??= features();
}
