namespace Assay.Numerics.Matrices;

/// <summary>
/// How the right-hand matrix lies in memory: panels of 32 columns one after the other, in each the rows from first to last, each of 32 values; columns that are missing from
/// the last panel are zero.
/// </summary>
/// <remarks>
/// A panel is read from front to back by one row as well as by twelve, so the same memory serves a matrix product and, at the speed of the memory, a matrix-vector product.
/// Sums are cut into blocks that depend on nothing but their length. Whatever the rows, threads and vector width, a result is therefore the same.
/// </remarks>
internal static class PanelLayout
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 32;

    /// <summary>Rows of a tile at most.</summary>
    public const int Height = 12;

    /// <summary>How far ahead of its use a panel is fetched: several times what the memory delivers (40 GB/s) while it takes to answer (0.1 µs); of 4 and 8 KiB the latter gave sixteen-bit weights 0.97 of the read bandwidth, the former 0.92.</summary>
    public const int AheadBytes = 8192;

    // Twelve rows of a block are 18 KiB, which stay in the first-level cache while panels of 48 KiB pass from the second.
    private const int MaxDepth = 384, DepthUnit = 16;

    /// <summary>Panels of a matrix.</summary>
    public static int Panels(int columns) => (int)(((long)columns + Width - 1) / Width);

    /// <summary>Values of all panels.</summary>
    public static long Length(int columns, int depth) => (long)Panels(columns) * Width * depth;

    /// <summary>The length of the blocks into which sums are cut; the last one is what remains.</summary>
    /// <param name="depth">Length of the sums.</param>
    public static int DepthBlock(int depth)
    {
        int blocks = (depth + MaxDepth - 1) / MaxDepth;
        if (blocks <= 1) return Math.Max(depth, 1);
        return ((depth + blocks - 1) / blocks + DepthUnit - 1) / DepthUnit * DepthUnit;
    }
}
