using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>A tile of the result, up to 12 rows by 32 columns, by the instructions that are asked for.</summary>
internal static unsafe class Tile
{
    /// <summary>The widest path that this processor has.</summary>
    public static VectorPath Best { get; } =
        Vector512.IsHardwareAccelerated ? VectorPath.Bits512 : Vector256.IsHardwareAccelerated ? VectorPath.Bits256 : Vector128.IsHardwareAccelerated ? VectorPath.Bits128 : VectorPath.Scalar;

    /// <summary>Multiplies.</summary>
    /// <typeparam name="TFormat">How the panel is stored.</typeparam>
    /// <param name="path">By which instructions.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="t">Where the tile is; all 32 columns of the result are written.</param>
    public static void Multiply<TFormat>(VectorPath path, int rows, in TileArguments t)
        where TFormat : struct, IPanelFormat
    {
        if (path == VectorPath.Bits512)
        {
            In512<TFormat, AllColumns>(rows, t);
            return;
        }

        int columns = path switch { VectorPath.Bits256 => Tile256.Columns, VectorPath.Bits128 => Tile128.Columns, _ => PanelLayout.Width };
        for (int row = 0; row < rows; row += Tile256.MaxRows)
        {
            for (int column = 0; column < PanelLayout.Width; column += columns)
            {
                TileArguments part = t with { A = t.A + (row * t.RowStep), Panel = t.Panel + (column * TFormat.ValueBytes), C = t.C + (row * t.Stride) + column };
                int count = Math.Min(rows - row, Tile256.MaxRows);
                if (path == VectorPath.Bits256) In256<TFormat>(count, part);
                else if (path == VectorPath.Bits128) In128<TFormat>(count, part);
                else InScalars<TFormat>(count, part);
            }
        }
    }

    /// <summary>The same for a tile at the right edge: no more columns of the result are touched than there are.</summary>
    /// <typeparam name="TFormat">How the panel is stored.</typeparam>
    /// <param name="path">By which instructions.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="columns">1 to 32.</param>
    /// <param name="t">Where the tile is.</param>
    public static void MultiplyEdge<TFormat>(VectorPath path, int rows, int columns, in TileArguments t)
        where TFormat : struct, IPanelFormat
    {
        float* whole = stackalloc float[PanelLayout.Height * PanelLayout.Width];
        TileArguments inside = t with { C = whole, Stride = PanelLayout.Width, Add = false };
        if (path == VectorPath.Bits512 && columns <= PanelLayout.Width / 2) In512<TFormat, HalfColumns>(rows, inside);
        else Multiply<TFormat>(path, rows, inside);
        for (int row = 0; row < rows; row++)
        {
            float* from = whole + (row * PanelLayout.Width), to = t.C + (row * t.Stride);
            for (int column = 0; column < columns; column++) to[column] = t.Add ? to[column] + from[column] : from[column];
        }
    }

    private static void In512<TFormat, TColumns>(int rows, in TileArguments t)
        where TFormat : struct, IPanelFormat
        where TColumns : struct, IColumns
    {
        switch (rows)
        {
            case 1: Tile512.Multiply<Rows1, TFormat, TColumns>(t); break;
            case 2: Tile512.Multiply<Rows2, TFormat, TColumns>(t); break;
            case 3: Tile512.Multiply<Rows3, TFormat, TColumns>(t); break;
            case 4: Tile512.Multiply<Rows4, TFormat, TColumns>(t); break;
            case 5: Tile512.Multiply<Rows5, TFormat, TColumns>(t); break;
            case 6: Tile512.Multiply<Rows6, TFormat, TColumns>(t); break;
            case 7: Tile512.Multiply<Rows7, TFormat, TColumns>(t); break;
            case 8: Tile512.Multiply<Rows8, TFormat, TColumns>(t); break;
            case 9: Tile512.Multiply<Rows9, TFormat, TColumns>(t); break;
            case 10: Tile512.Multiply<Rows10, TFormat, TColumns>(t); break;
            case 11: Tile512.Multiply<Rows11, TFormat, TColumns>(t); break;
            default: Tile512.Multiply<Rows12, TFormat, TColumns>(t); break;
        }
    }

    private static void In256<TFormat>(int rows, in TileArguments t)
        where TFormat : struct, IPanelFormat
    {
        switch (rows)
        {
            case 1: Tile256.Multiply<Rows1, TFormat>(t); break;
            case 2: Tile256.Multiply<Rows2, TFormat>(t); break;
            case 3: Tile256.Multiply<Rows3, TFormat>(t); break;
            case 4: Tile256.Multiply<Rows4, TFormat>(t); break;
            case 5: Tile256.Multiply<Rows5, TFormat>(t); break;
            default: Tile256.Multiply<Rows6, TFormat>(t); break;
        }
    }

    private static void In128<TFormat>(int rows, in TileArguments t)
        where TFormat : struct, IPanelFormat
    {
        switch (rows)
        {
            case 1: Tile128.Multiply<Rows1, TFormat>(t); break;
            case 2: Tile128.Multiply<Rows2, TFormat>(t); break;
            case 3: Tile128.Multiply<Rows3, TFormat>(t); break;
            case 4: Tile128.Multiply<Rows4, TFormat>(t); break;
            case 5: Tile128.Multiply<Rows5, TFormat>(t); break;
            default: Tile128.Multiply<Rows6, TFormat>(t); break;
        }
    }

    private static void InScalars<TFormat>(int rows, in TileArguments t)
        where TFormat : struct, IPanelFormat
    {
        float* sums = stackalloc float[PanelLayout.Width];
        for (int row = 0; row < rows; row++)
        {
            new Span<float>(sums, PanelLayout.Width).Clear();
            byte* a = t.A + (row * t.RowStep), panel = t.Panel;
            for (int k = 0; k < t.Depth; k++, a += t.DepthStep)
            {
                for (int column = 0; column < PanelLayout.Width; column++, panel += TFormat.ValueBytes)
                    sums[column] = float.MultiplyAddEstimate(*(float*)a, TFormat.Load(panel), sums[column]);
            }

            float* c = t.C + (row * t.Stride);
            for (int column = 0; column < PanelLayout.Width; column++) c[column] = t.Add ? c[column] + sums[column] : sums[column];
        }
    }
}
