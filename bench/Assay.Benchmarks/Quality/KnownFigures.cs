namespace Assay.Benchmarks.Quality;

/// <summary>nDCG@10 of plain BM25 from elsewhere, to see that the one of this run is a fair one.</summary>
/// <remarks>Porter stems, 33 stop words, k1 1.2, b 0.75, whole documents; German, Spanish and Chinese by bm25s without stemming.</remarks>
internal static class KnownFigures
{
    /// <summary>The sets whose mean is reported.</summary>
    public static readonly string[] Six = ["scifact", "cranfield", "npl-vaswani", "hotpotqa-500", "xquad-en", "business-central-help"];

    /// <summary>By collection.</summary>
    public static readonly IReadOnlyDictionary<string, double> Bm25 = new Dictionary<string, double>
    {
        ["scifact"] = 0.683,
        ["cranfield"] = 0.384,
        ["npl-vaswani"] = 0.432,
        ["hotpotqa-500"] = 0.802,
        ["xquad-en"] = 0.9647,
        ["xquad-de"] = 0.925,
        ["xquad-es"] = 0.952,
        ["xquad-zh"] = 0.121,
        ["business-central-help"] = 0.362,
    };
}
