using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>A product whose right-hand matrix becomes panels on the way: each part lays out a few of them, which its second-level cache holds, and multiplies them with all of its rows.</summary>
/// <typeparam name="TSource">Where the right-hand matrix comes from.</typeparam>
/// <param name="whole">The product without its panels.</param>
/// <param name="source">The right-hand matrix.</param>
internal unsafe struct PackingProduct<TSource>(PanelProduct<SinglePanels> whole, TSource source) : IParts
    where TSource : struct, IPanelSource
{
    // Panels that are laid out at once: half of a second-level cache, the rows and the results need room as well.
    private const int CachedValues = 96 << 10, LeastPanels = 2;

    // Rows that lie transposed are copied for every group of panels: it is larger, and in the last-level cache.
    private const int CachedValuesForCopies = 1 << 20;

    // From so many panels a thread on they are split; with fewer all threads lay out all of them, for rows of their own.
    private const int WorthSplitting = 3, MostParts = 4;

    private int rowParts, columnParts, group, chunk;

    /// <summary>Multiplies.</summary>
    public void Run(WorkerTeam team)
    {
        int panels = PanelLayout.Panels(whole.Columns), tiles = PanelProduct<SinglePanels>.Tiles(whole.Rows), threads = team.Threads;
        rowParts = columnParts = 1;
        if (threads > 1 && whole.IsWorthSharing)
        {
            if (panels >= WorthSplitting * threads) columnParts = threads * Rounds(panels, threads);
            else if (tiles >= 4 * threads) rowParts = threads;
            else columnParts = Math.Min(panels, threads);
        }

        bool copied = whole.CopiesRows;
        chunk = copied ? whole.DepthBlock : Math.Min(whole.Depth, Math.Max(1, CachedValues / (LeastPanels * PanelLayout.Width * whole.DepthBlock)) * whole.DepthBlock);
        int most = Math.Max(1, (copied ? CachedValuesForCopies : CachedValues) / (chunk * PanelLayout.Width)), part = (panels + columnParts - 1) / columnParts, groups = (part + most - 1) / most;
        group = (part + groups - 1) / groups;
        team.Run(ref this, rowParts * columnParts);
    }

    public readonly void Do(int part)
    {
        int row = part / columnParts, column = part % columnParts, panels = PanelLayout.Panels(whole.Columns);
        int firstRow = Cut(whole.Rows, row, rowParts), endRow = Cut(whole.Rows, row + 1, rowParts), firstPanel = Cut(panels, column, columnParts), endPanel = Cut(panels, column + 1, columnParts);
        float* memory = Scratch.Panels((long)group * chunk * PanelLayout.Width);
        for (int panel = firstPanel; panel < endPanel; panel += group)
        {
            int end = Math.Min(panel + group, endPanel), first = panel * PanelLayout.Width;
            for (int k = 0; k < whole.Depth; k += chunk)
            {
                int depth = Math.Min(chunk, whole.Depth - k), length = depth * PanelLayout.Width;
                for (int i = panel; i < end; i++) source.Fill(i, k, depth, memory + ((long)(i - panel) * length));
                PanelProduct<SinglePanels> block = whole;
                block.A += (firstRow * whole.RowStep) + (k * whole.DepthStep);
                block.Panels = (byte*)memory;
                block.PanelBytes = (nint)length * sizeof(float);
                block.C += (firstRow * whole.Stride) + first;
                block.Rows = endRow - firstRow;
                block.Columns = Math.Min(whole.Columns, end * PanelLayout.Width) - first;
                block.Depth = depth;
                block.Add = whole.Add || k > 0;
                block.Run();
            }
        }
    }

    private static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    // Parts for each thread, so that the one with most panels has as few as can be.
    private static int Rounds(int panels, int threads)
    {
        int best = 1, least = int.MaxValue;
        for (int rounds = 1; rounds <= MostParts; rounds++)
        {
            int most = (panels + (threads * rounds) - 1) / (threads * rounds) * rounds;
            if (most < least) (best, least) = (rounds, most);
        }

        return best;
    }
}
