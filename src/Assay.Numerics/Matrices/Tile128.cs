using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Assay.Numerics.Matrices;

/// <summary>The innermost loop in 128-bit registers: up to 6 rows by 8 columns in 12 of the 16 registers.</summary>
/// <remarks>As <see cref="Tile512"/>, and with the same order of every sum.</remarks>
internal static unsafe class Tile128
{
    /// <summary>Rows of a call at most.</summary>
    public const int MaxRows = 6;

    /// <summary>Columns of a call.</summary>
    public const int Columns = 8;

    /// <summary>Multiplies one block of rows with 8 columns of a panel.</summary>
    /// <typeparam name="TRows">Its rows, 6 at most.</typeparam>
    /// <typeparam name="TFormat">How the panel is stored.</typeparam>
    /// <param name="t">Where the block is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TFormat>(in TileArguments t)
        where TRows : struct, IRowCount
        where TFormat : struct, IPanelFormat
    {
        Vector128<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default, l3 = default, h3 = default;
        Vector128<float> l4 = default, h4 = default, l5 = default, h5 = default;
        nint rowStep = t.RowStep, depthStep = t.DepthStep;
        byte* a0 = t.A, a3 = t.A + (3 * rowStep), panel = t.Panel;
        for (int depth = t.Depth; depth > 0; depth--)
        {
            Vector128<float> low = TFormat.Load128(panel), high = TFormat.Load128(panel + (4 * TFormat.ValueBytes)), x;
            x = Vector128.Create(*(float*)a0);
            l0 = Vector128.MultiplyAddEstimate(x, low, l0);
            h0 = Vector128.MultiplyAddEstimate(x, high, h0);
            if (TRows.Count > 1)
            {
                x = Vector128.Create(*(float*)(a0 + rowStep));
                l1 = Vector128.MultiplyAddEstimate(x, low, l1);
                h1 = Vector128.MultiplyAddEstimate(x, high, h1);
            }

            if (TRows.Count > 2)
            {
                x = Vector128.Create(*(float*)(a0 + (2 * rowStep)));
                l2 = Vector128.MultiplyAddEstimate(x, low, l2);
                h2 = Vector128.MultiplyAddEstimate(x, high, h2);
            }

            if (TRows.Count > 3)
            {
                x = Vector128.Create(*(float*)a3);
                l3 = Vector128.MultiplyAddEstimate(x, low, l3);
                h3 = Vector128.MultiplyAddEstimate(x, high, h3);
            }

            if (TRows.Count > 4)
            {
                x = Vector128.Create(*(float*)(a3 + rowStep));
                l4 = Vector128.MultiplyAddEstimate(x, low, l4);
                h4 = Vector128.MultiplyAddEstimate(x, high, h4);
            }

            if (TRows.Count > 5)
            {
                x = Vector128.Create(*(float*)(a3 + (2 * rowStep)));
                l5 = Vector128.MultiplyAddEstimate(x, low, l5);
                h5 = Vector128.MultiplyAddEstimate(x, high, h5);
            }

            panel += PanelLayout.Width * TFormat.ValueBytes;
            a0 += depthStep;
            if (TRows.Count > 3) a3 += depthStep;
        }

        float* c = t.C;
        nint stride = t.Stride;
        Store(c, l0, h0, t.Add);
        if (TRows.Count > 1) Store(c + stride, l1, h1, t.Add);
        if (TRows.Count > 2) Store(c + (2 * stride), l2, h2, t.Add);
        if (TRows.Count > 3) Store(c + (3 * stride), l3, h3, t.Add);
        if (TRows.Count > 4) Store(c + (4 * stride), l4, h4, t.Add);
        if (TRows.Count > 5) Store(c + (5 * stride), l5, h5, t.Add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector128<float> low, Vector128<float> high, bool add)
    {
        if (add)
        {
            low += Vector128.Load(c);
            high += Vector128.Load(c + 4);
        }

        low.Store(c);
        high.Store(c + 4);
    }
}
