using System.Globalization;

namespace Assay.Retrieval.Keyword;

/// <summary>
/// The numbers of BM25 with weighted fields: <c>score(d) = Σ_t w_t · idf_t · (k1 + 1) · tf / (tf + k1 · (1 − b + b · length / average))</c>, where <c>tf</c> is
/// the number of occurrences in title, headings and body times the field's weight and <c>idf_t = ln(1 + (N − n_t + ½) / (n_t + ½))</c>.
/// </summary>
/// <remarks>
/// Robertson &amp; Zaragoza 2009 (one saturation over all fields). Chosen per query, without building the index anew. A length
/// is the sum of the fields' words, weighted like the occurrences. The index keeps the counts in a byte: exactly up to 10 in the body and 2 in title and headings, in steps above.
/// </remarks>
public sealed record Bm25Options
{
    /// <summary>The options used when none are given.</summary>
    public static Bm25Options Default { get; } = new();

    /// <summary>How soon further occurrences stop counting; 0.001 or more.</summary>
    /// <value>1.2.</value>
    public double K1 { get; init; } = 1.2;

    /// <summary>How much long chunks are held back; 0 to 1.</summary>
    /// <value>0.75.</value>
    public double B { get; init; } = 0.75;

    /// <summary>What an occurrence in the title counts; 0 or more.</summary>
    /// <value>1.5.</value>
    public double TitleWeight { get; init; } = 1.5;

    /// <summary>What an occurrence in the headings counts; 0 or more.</summary>
    /// <value>1.5.</value>
    public double HeadingWeight { get; init; } = 1.5;

    /// <summary>What an occurrence in the body counts; 0 or more.</summary>
    /// <value>1.</value>
    public double BodyWeight { get; init; } = 1;

    /// <summary>Throws when a number is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the first one.</exception>
    internal void Check()
    {
        foreach ((string name, double value, double least, double most) in (ReadOnlySpan<(string, double, double, double)>)[
            (nameof(K1), K1, 0.001, 1e6), (nameof(B), B, 0, 1), (nameof(TitleWeight), TitleWeight, 0, 1e6), (nameof(HeadingWeight), HeadingWeight, 0, 1e6), (nameof(BodyWeight), BodyWeight, 0, 1e6)])
        {
            if (!(value >= least && value <= most)) throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"Must be {least} to {most}."));
        }
    }
}
