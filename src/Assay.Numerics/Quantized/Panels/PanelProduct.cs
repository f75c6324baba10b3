using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>A product on several threads: first the activations into tiles, then panels and tiles with each other.</summary>
internal static unsafe class PanelProduct<TLanes, TInt, TFloat, TFormat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
    where TFormat : struct, IPackedFormat
{
    // Up to so many rows a part takes panel by panel and reads the weights once; with more it takes tile by tile, so that a tile stays in the first-level cache for several panels.
    private const int FewRows = 16;

    private const long LeastPartBytes = 256 << 10, MostFetched = 8 << 10;

    /// <summary>Multiplies.</summary>
    public static void Run(in PanelOperands product, WorkerTeam team)
    {
        var activations = new Activations(product);
        team.Run(ref activations, Tiling.Count(product.Rows));
        int panels = (product.Outputs + PanelTile<TLanes, TInt, TFloat, TFormat>.Width - 1) / PanelTile<TLanes, TInt, TFloat, TFormat>.Width;
        bool few = product.Rows <= FewRows;
        var parts = new Parts(product, few ? PanelsOfPart(panels, product.Inputs, team.Threads) : 4, few ? 1 : 4, few ? FewRows : 8);
        team.Run(ref parts, parts.Count(panels));
    }

    // As many parts for each thread, up to 32, as leave a part a run of memory that is long beside the kilobytes which come too late at its start.
    private static int PanelsOfPart(int panels, int inputs, int threads)
    {
        long bytes = (long)panels * inputs / PanelTile<TLanes, TInt, TFloat, TFormat>.UnitValues * PanelTile<TLanes, TInt, TFloat, TFormat>.UnitBytes;
        int parts = threads * (int)Math.Clamp(bytes / (threads * LeastPartBytes), 1, 32);
        return (panels + parts - 1) / parts;
    }

    private readonly struct Activations(PanelOperands product) : IParts
    {
        public void Do(int part)
        {
            (int row, int height) = Tiling.Tile(product.Rows, part);
            ActivationTiles<TLanes, TInt, TFloat, TFormat>.Write(product.X + ((long)row * product.Inputs), product.Inputs, height, product.Tiles + (row * RowBytes(product.Inputs)));
        }
    }

    // A part is a range of panels and a range of tiles.
    private readonly struct Parts(PanelOperands product, int panelsOfPart, int together, int tilesOfPart) : IParts
    {
        private readonly int tiles = Tiling.Count(product.Rows);

        public int Count(int panels) => ((panels + panelsOfPart - 1) / panelsOfPart) * TileParts;

        private int TileParts => (tiles + tilesOfPart - 1) / tilesOfPart;

        public void Do(int part)
        {
            int firstPanel = part / TileParts * panelsOfPart, firstTile = part % TileParts * tilesOfPart;
            int panels = Math.Min((product.Outputs + 31) / 32, firstPanel + panelsOfPart);
            int lastTile = Math.Min(tiles, firstTile + tilesOfPart);

            // On a cache line, so that no vector straddles two.
            byte* room = stackalloc byte[(Tiling.Full * 32 * sizeof(float)) + Cache.Line];
            var sums = (float*)(((nint)room + Cache.Line - 1) & -Cache.Line);
            PanelTile<TLanes, TInt, TFloat, TFormat>.PrefetchStart(product.Panels + ((long)firstPanel * product.Inputs / PanelTile<TLanes, TInt, TFloat, TFormat>.UnitValues * PanelTile<TLanes, TInt, TFloat, TFormat>.UnitBytes));

            // Another thread has just written them: fetched at once, not line after line as they are needed.
            (int firstRow, int rows) = Tiling.Tile(product.Rows, firstTile);
            Cache.Prefetch(product.Tiles + (firstRow * RowBytes(product.Inputs)), (nint)Math.Min(rows * RowBytes(product.Inputs), MostFetched));
            for (int group = firstPanel; group < panels; group += together)
            {
                for (int tile = firstTile; tile < lastTile; tile++)
                {
                    for (int panel = group; panel < Math.Min(panels, group + together); panel++) Multiply(panel, tile, sums);
                }
            }
        }

        private void Multiply(int panel, int tile, float* sums)
        {
            int units = product.Inputs / PanelTile<TLanes, TInt, TFloat, TFormat>.UnitValues;
            (int row, int height) = Tiling.Tile(product.Rows, tile);
            new Span<float>(sums, height * 32).Clear();
            byte* weights = product.Panels + ((long)panel * units * PanelTile<TLanes, TInt, TFloat, TFormat>.UnitBytes);
            PanelTile<TLanes, TInt, TFloat, TFormat>.Multiply(height, weights, product.Tiles + (row * RowBytes(product.Inputs)), units, sums);
            int width = Math.Min(32, product.Outputs - (panel * 32));
            for (int i = 0; i < height; i++)
                new Span<float>(sums + (32 * i), width).CopyTo(new Span<float>(product.Y + ((long)(row + i) * product.Outputs) + (panel * 32), width));
        }
    }

    /// <summary>Bytes of a row of activations in tiles.</summary>
    public static long RowBytes(int inputs) => (long)inputs / TFormat.BlockLength * PanelTile<TLanes, TInt, TFloat, TFormat>.RowBlockBytes;
}
