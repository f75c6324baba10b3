using System.Runtime.Intrinsics;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>A product with panels, cut into parts by rows and columns of the result.</summary>
/// <typeparam name="TFormat">How the panels are stored.</typeparam>
internal unsafe struct PanelProduct<TFormat> : IParts
    where TFormat : struct, IPanelFormat
{
    // Panels that stay in the second-level cache while the rows pass, and rows that are copied at once.
    private const int CachedBytes = 640 << 10, CopiedRows = 240, CopyWidth = 16, LeastPanels = 3;

    // The processor does not foresee where the next values are when they are rows apart: fetched eight of them ahead, a product of 768 x 288 sums of 2048 takes 13% less time.
    private const int CopiedAhead = 8;

    // Tiles of a part at least, where several parts are worth it. The first tile meets panels that another thread laid out; where rows are copied, there are few of them (12 took 8% less time than 5).
    private const int LeastTiles = 5, LeastCopiedTiles = 12;

    // With few rows the threads wait for memory, one at times longer than the other: in many small parts the one that is ahead takes more of them. A part is long beside the first
    // kilobytes, for which it waits.
    private const long LeastPartBytes = 256 << 10;
    private const int MostColumnParts = 32;

    // Waking others costs as much as half a microsecond of multiplying.
    private const long WorthSharing = 1 << 16;

    /// <summary>By which instructions.</summary>
    public required VectorPath Path;

    /// <summary>Value (0, 0) of the left-hand matrix, and the bytes to the next row and to the next value of a row.</summary>
    public required byte* A;
    public required nint RowStep, DepthStep;

    /// <summary>The first panel, and the bytes to the next.</summary>
    public required byte* Panels;
    public required nint PanelBytes;

    /// <summary>Value (0, 0) of the result, and the values to the next row.</summary>
    public required float* C;
    public required nint Stride;

    public required int Rows, Columns, Depth, DepthBlock;

    /// <summary>Adds to what is in the result.</summary>
    public required bool Add;

    private int rowParts, columnParts;

    /// <summary>Whether the values of a row are so far apart that rows are copied before they are multiplied.</summary>
    public readonly bool CopiesRows => RowStep == sizeof(float) && DepthStep != sizeof(float);

    /// <summary>Whether there is so much to do that waking others pays.</summary>
    public readonly bool IsWorthSharing => (long)Rows * Columns * Depth >= WorthSharing;

    /// <summary>Multiplies.</summary>
    public void Run(WorkerTeam team)
    {
        int panels = PanelLayout.Panels(Columns), tiles = Tiles(Rows), threads = team.Threads;
        rowParts = columnParts = 1;
        if (threads > 1 && IsWorthSharing)
        {
            if (tiles >= 4 * threads) rowParts = threads * Math.Clamp(tiles / ((CopiesRows ? LeastCopiedTiles : LeastTiles) * threads), 1, 4);
            else columnParts = Math.Min(panels, threads * (int)Math.Clamp(panels * (long)PanelBytes / (threads * LeastPartBytes), 1, MostColumnParts));
        }

        team.Run(ref this, rowParts * columnParts);
    }

    /// <summary>Multiplies on the calling thread.</summary>
    public void Run()
    {
        rowParts = columnParts = 1;
        Do(0);
    }

    public readonly void Do(int part)
    {
        int row = part / columnParts, column = part % columnParts, panels = PanelLayout.Panels(Columns);
        int firstRow = Cut(Rows, row, rowParts), endRow = Cut(Rows, row + 1, rowParts), firstPanel = Cut(panels, column, columnParts), endPanel = Cut(panels, column + 1, columnParts);
        if (CopiesRows)
        {
            for (int first = firstRow; first < endRow; first += CopiedRows) Transposed(first, Math.Min(first + CopiedRows, endRow), firstPanel, endPanel);
        }
        else if (endRow - firstRow <= PanelLayout.Height)
        {
            Cache.Prefetch(Panels + (firstPanel * PanelBytes), PanelLayout.AheadBytes);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                for (int k = 0; k < Depth; k += DepthBlock) Multiply(A + (firstRow * RowStep) + (k * DepthStep), RowStep, DepthStep, firstRow, endRow - firstRow, panel, k, cold: true);
            }
        }
        else
        {
            int chunk = DepthChunk();
            for (int k = 0; k < Depth; k += chunk) Direct(firstRow, endRow, firstPanel, endPanel, k, Math.Min(Depth, k + chunk));
        }
    }

    /// <summary>Tiles that rows are cut into.</summary>
    public static int Tiles(int rows) => (rows + PanelLayout.Height - 1) / PanelLayout.Height;

    private static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    // Rows are read where they are: twelve of a block stay in the first-level cache after the first panel.
    private readonly void Direct(int firstRow, int endRow, int firstPanel, int endPanel, int first, int end)
    {
        int tiles = Tiles(endRow - firstRow), group = PanelGroup(endPanel - firstPanel, end - first);
        for (int panels = firstPanel; panels < endPanel; panels += group)
        {
            int endGroup = Math.Min(panels + group, endPanel);
            for (int tile = 0; tile < tiles; tile++)
            {
                int row = firstRow + Cut(endRow - firstRow, tile, tiles), rows = firstRow + Cut(endRow - firstRow, tile + 1, tiles) - row;
                for (int k = first; k < end; k += DepthBlock)
                {
                    byte* a = A + (row * RowStep) + (k * DepthStep);
                    for (int panel = panels; panel < endGroup; panel++) Multiply(a, RowStep, DepthStep, row, rows, panel, k, tile == 0);
                }
            }
        }
    }

    private readonly int DepthChunk() => Math.Max(1, CachedBytes / (LeastPanels * PanelLayout.Width * TFormat.ValueBytes) / DepthBlock) * DepthBlock;

    // The values of a row are far apart: tiles are copied, each with its rows side by side.
    private readonly void Transposed(int firstRow, int endRow, int firstPanel, int endPanel)
    {
        int tiles = Tiles(endRow - firstRow), group = PanelGroup(endPanel - firstPanel, DepthBlock), tileLength = (PanelLayout.Height * DepthBlock) + CopyWidth;
        float* copies = Scratch.Rows((long)tiles * tileLength);
        int* cuts = stackalloc int[tiles + 1];
        for (int tile = 0; tile <= tiles; tile++) cuts[tile] = firstRow + Cut(endRow - firstRow, tile, tiles);
        for (int k = 0; k < Depth; k += DepthBlock)
        {
            for (int i = 0; i < Math.Min(DepthBlock, Depth - k); i++)
            {
                Cache.Prefetch(A + ((k + i + CopiedAhead) * DepthStep) + (firstRow * sizeof(float)), (endRow - firstRow) * sizeof(float));
                Copy(cuts, tiles, k + i, copies, i, tileLength);
            }

            for (int panels = firstPanel; panels < endPanel; panels += group)
            {
                int end = Math.Min(panels + group, endPanel);
                for (int tile = 0; tile < tiles; tile++)
                {
                    int row = cuts[tile], rows = cuts[tile + 1] - row;
                    byte* a = (byte*)(copies + (tile * tileLength));
                    for (int panel = panels; panel < end; panel++) Multiply(a, sizeof(float), rows * sizeof(float), row, rows, panel, k, tile == 0);
                }
            }
        }
    }

    // One value of each row, side by side in memory, to the tiles that the rows are in: sixteen at once where there are as many; what is too much is overwritten by the next.
    private readonly void Copy(int* cuts, int tiles, int k, float* copies, int i, int tileLength)
    {
        float* from = (float*)(A + (k * DepthStep));
        for (int tile = 0; tile < tiles; tile++)
        {
            int row = cuts[tile], rows = cuts[tile + 1] - row;
            float* target = copies + (tile * (nint)tileLength) + (i * rows);
            if (row + CopyWidth <= Rows) Vector512.Load(from + row).Store(target);
            else for (int j = 0; j < rows; j++) target[j] = from[row + j];
        }
    }

    // As many panels as the cache holds, in groups of about the same size.
    private static int PanelGroup(int panels, int depth)
    {
        int most = Math.Max(1, CachedBytes / (depth * PanelLayout.Width * TFormat.ValueBytes)), groups = (panels + most - 1) / most;
        return groups == 0 ? 1 : (panels + groups - 1) / groups;
    }

    private readonly void Multiply(byte* a, nint rowStep, nint depthStep, int row, int rows, int panel, int k, bool cold)
    {
        int column = panel * PanelLayout.Width, columns = Math.Min(PanelLayout.Width, Columns - column);
        byte* values = Panels + (panel * PanelBytes) + ((nint)k * PanelLayout.Width * TFormat.ValueBytes);
        var tile = new TileArguments
        {
            A = a,
            RowStep = rowStep,
            DepthStep = depthStep,
            Panel = values,
            Depth = Math.Min(DepthBlock, Depth - k),
            C = C + (row * Stride) + column,
            Stride = Stride,
            Add = Add || k > 0,
            Cold = cold,
        };
        if (columns == PanelLayout.Width) Tile.Multiply<TFormat>(Path, rows, tile);
        else Tile.MultiplyEdge<TFormat>(Path, rows, columns, tile);
    }
}
