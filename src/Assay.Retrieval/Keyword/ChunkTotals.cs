namespace Assay.Retrieval.Keyword;

/// <summary>Sums over some chunks: what collection statistics are made of.</summary>
/// <param name="Documents">Number of documents.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="TitleLength">Words in all titles, a title counting once a chunk.</param>
/// <param name="HeadingLength">Words in all headings.</param>
/// <param name="BodyLength">Words in all bodies.</param>
internal readonly record struct ChunkTotals(int Documents, int Chunks, long TitleLength, long HeadingLength, long BodyLength)
{
    /// <summary>The sum of two parts.</summary>
    public static ChunkTotals operator +(ChunkTotals x, ChunkTotals y) => new(
        x.Documents + y.Documents, x.Chunks + y.Chunks, x.TitleLength + y.TitleLength, x.HeadingLength + y.HeadingLength, x.BodyLength + y.BodyLength);

    /// <summary>A whole without a part of it.</summary>
    public static ChunkTotals operator -(ChunkTotals x, ChunkTotals y) => new(
        x.Documents - y.Documents, x.Chunks - y.Chunks, x.TitleLength - y.TitleLength, x.HeadingLength - y.HeadingLength, x.BodyLength - y.BodyLength);

    /// <summary>Average weighted length of a chunk; 1 when there is none.</summary>
    public double AverageLength(Bm25Options options)
    {
        double length = (options.TitleWeight * TitleLength) + (options.HeadingWeight * HeadingLength) + (options.BodyWeight * BodyLength);
        return Chunks == 0 || length <= 0 ? 1 : length / Chunks;
    }
}
