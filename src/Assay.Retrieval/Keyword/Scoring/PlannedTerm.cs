namespace Assay.Retrieval.Keyword.Scoring;

/// <summary>A term of a query with what the index knows of it.</summary>
/// <param name="Term">The term.</param>
/// <param name="Postings">Its postings in every view; null where it does not occur.</param>
/// <param name="Frequency">Number of chunks that count and hold it; 1 or more.</param>
/// <param name="Weight">The most it can add to a score: its weight times idf times (k1 + 1).</param>
internal sealed record PlannedTerm(KeywordTerm Term, TermPostings?[] Postings, int Frequency, double Weight)
{
    /// <summary><see cref="Weight"/> in fixed point.</summary>
    public float Scaled { get; init; }
}
