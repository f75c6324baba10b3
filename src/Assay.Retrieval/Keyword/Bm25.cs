namespace Assay.Retrieval.Keyword;

/// <summary>The parts of a BM25 score.</summary>
internal static class Bm25
{
    /// <summary>What is added to a frequency before it is divided by: <c>k1 · (1 − b + b · length / average)</c>, with weighted lengths.</summary>
    public static float Norm(Bm25Options options, int titleLength, int headingLength, int bodyLength, double average)
    {
        double length = (options.TitleWeight * titleLength) + (options.HeadingWeight * headingLength) + (options.BodyWeight * bodyLength);
        return (float)(options.K1 * (1 - options.B + (options.B * length / average)));
    }

    /// <summary>How telling a term is: <c>ln(1 + (N − n + ½) / (n + ½))</c>; more than 0.</summary>
    /// <param name="chunks">Number of chunks, N.</param>
    /// <param name="frequency">Number of chunks with the term, n.</param>
    public static double Idf(int chunks, int frequency) => Math.Log(1 + ((chunks - frequency + 0.5) / (frequency + 0.5)));

    /// <summary>
    /// What a bound on <c>tf / (tf + norm)</c> at the default options is multiplied by to hold at others: with frequencies at most <c>r</c> times
    /// and norms at least <c>c</c> times as large, the ratio is at most <c>max(1, r / c)</c> times as large.
    /// </summary>
    /// <param name="options">The options in use.</param>
    /// <param name="average">Average length in use.</param>
    /// <param name="boundAverage">Average length that the bounds were computed with.</param>
    public static float BoundFactor(Bm25Options options, double average, double boundAverage)
    {
        Bm25Options built = Bm25Options.Default;
        double title = options.TitleWeight / built.TitleWeight, headings = options.HeadingWeight / built.HeadingWeight, body = options.BodyWeight / built.BodyWeight;
        double most = Math.Max(title, Math.Max(headings, body)), least = Math.Min(title, Math.Min(headings, body));
        double constant = options.K1 * (1 - options.B) / (built.K1 * (1 - built.B));
        double slope = options.K1 * options.B * least * boundAverage / (built.K1 * built.B * average);
        double norm = Math.Min(constant, slope);
        if (norm == 1 && most == 1) return 1;

        // Rounding of the norms is far below the margin.
        return norm <= 0 ? float.MaxValue : (float)Math.Min(float.MaxValue, Math.Max(1, most / norm) * (1 + 1e-5));
    }
}
