namespace Assay.Numerics.Quantized.Panels;

/// <summary>Rows cut into tiles of eight, and what is left into 4, 2 and 1.</summary>
internal static class Tiling
{
    /// <summary>Rows of a full tile.</summary>
    public const int Full = 8;

    /// <summary>Number of tiles.</summary>
    public static int Count(int rows) => (rows / Full) + int.PopCount(rows % Full);

    /// <summary>First row and height of a tile.</summary>
    public static (int Row, int Height) Tile(int rows, int tile)
    {
        int full = rows / Full;
        if (tile < full) return (tile * Full, Full);
        int row = full * Full, height = Full / 2;
        for (int left = tile - full; ; height /= 2)
        {
            if ((rows & height) == 0) continue;
            if (left-- == 0) return (row, height);
            row += height;
        }
    }
}
