using Assay.Numerics.Parallel;

namespace Assay.Numerics.Matrices;

/// <summary>A product whose right-hand matrix becomes panels on the way: all threads lay out a piece of it together, then multiply that with rows of their own.</summary>
/// <typeparam name="TSource">Where the right-hand matrix comes from.</typeparam>
/// <param name="whole">The product without its panels.</param>
/// <param name="source">The right-hand matrix.</param>
internal unsafe struct PackingProduct<TSource>(PanelProduct<SinglePanels> whole, TSource source) : IParts
    where TSource : struct, IPanelSource
{
    // A piece is passed on through the last-level cache, and long enough that waiting for each other twice is not felt: 2 MiB.
    private const int PieceValues = 512 << 10;

    // What one thread lays out at once.
    private const int FillDepth = 256;

    private float* memory;
    private int firstPanel, firstRow, depth, fills;

    /// <summary>Multiplies.</summary>
    public void Run(WorkerTeam team)
    {
        int panels = PanelLayout.Panels(whole.Columns), group = Even(panels, PieceValues / (PanelLayout.Width * whole.DepthBlock));
        int chunk = Even((whole.Depth + whole.DepthBlock - 1) / whole.DepthBlock, PieceValues / (group * PanelLayout.Width * whole.DepthBlock)) * whole.DepthBlock;
        memory = Scratch.Panels((long)group * Math.Min(chunk, whole.Depth) * PanelLayout.Width);
        for (firstPanel = 0; firstPanel < panels; firstPanel += group)
        {
            for (firstRow = 0; firstRow < whole.Depth; firstRow += chunk)
            {
                depth = Math.Min(chunk, whole.Depth - firstRow);
                fills = (depth + FillDepth - 1) / FillDepth;
                int end = Math.Min(firstPanel + group, panels);
                if (whole.IsWorthSharing) team.Run(ref this, (end - firstPanel) * fills);
                else WorkerTeam.One.Run(ref this, (end - firstPanel) * fills);
                PanelProduct<SinglePanels> piece = whole;
                piece.A += firstRow * whole.DepthStep;
                piece.Panels = (byte*)memory;
                piece.PanelBytes = (nint)depth * PanelLayout.Width * sizeof(float);
                piece.C += firstPanel * PanelLayout.Width;
                piece.Columns = Math.Min(whole.Columns, end * PanelLayout.Width) - (firstPanel * PanelLayout.Width);
                piece.Depth = depth;
                piece.Add = whole.Add || firstRow > 0;
                piece.Run(team);
            }
        }
    }

    public readonly void Do(int part)
    {
        int panel = part / fills, row = part % fills * FillDepth;
        source.Fill(firstPanel + panel, firstRow + row, Math.Min(FillDepth, depth - row), memory + ((((long)panel * depth) + row) * PanelLayout.Width));
    }

    // As few groups as there can be, of about the same size.
    private static int Even(int count, int most)
    {
        int groups = (count + Math.Max(1, most) - 1) / Math.Max(1, most);
        return (count + groups - 1) / groups;
    }
}
