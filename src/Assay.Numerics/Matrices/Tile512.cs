using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Memory;

namespace Assay.Numerics.Matrices;

/// <summary>The innermost loop in 512-bit registers: up to 12 rows by 32 columns in 24 of the 32 registers.</summary>
/// <remarks>
/// Longer than other methods because C# has no arrays of registers: every accumulator is a variable, and what <c>TRows</c> leaves out the compiler removes. A row's value is
/// spread over a register once and used twice; 14 loads feed 24 multiply-adds, so the loads are no limit.
/// </remarks>
internal static unsafe class Tile512
{
    /// <summary>Rows of a call at most.</summary>
    public const int MaxRows = 12;

    /// <summary>Columns of a call.</summary>
    public const int Columns = 32;

    /// <summary>Multiplies one block of rows with 32 columns of a panel.</summary>
    /// <typeparam name="TRows">Its rows, 12 at most.</typeparam>
    /// <typeparam name="TFormat">How the panel is stored.</typeparam>
    /// <typeparam name="TColumns">Whether all 32 columns are wanted or the first 16: half the work, where a matrix is narrow as the factors of an adapter are.</typeparam>
    /// <param name="t">Where the block is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TFormat, TColumns>(in TileArguments t)
        where TRows : struct, IRowCount
        where TFormat : struct, IPanelFormat
        where TColumns : struct, IColumns
    {
        Vector512<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default, l3 = default, h3 = default;
        Vector512<float> l4 = default, h4 = default, l5 = default, h5 = default, l6 = default, h6 = default, l7 = default, h7 = default;
        Vector512<float> l8 = default, h8 = default, l9 = default, h9 = default, l10 = default, h10 = default, l11 = default, h11 = default;
        nint rowStep = t.RowStep, depthStep = t.DepthStep;
        byte* a0 = t.A, a3 = t.A + (3 * rowStep), a6 = t.A + (6 * rowStep), a9 = t.A + (9 * rowStep), panel = t.Panel;
        for (int depth = t.Depth; depth > 0; depth--)
        {
            Vector512<float> low = TFormat.Load512(panel), high = TColumns.Both ? TFormat.Load512(panel + (16 * TFormat.ValueBytes)) : default, x;
            if (t.Cold) Cache.Prefetch(panel + PanelLayout.AheadBytes, PanelLayout.Width * TFormat.ValueBytes);
            x = Vector512.Create(*(float*)a0);
            l0 = Vector512.MultiplyAddEstimate(x, low, l0);
            if (TColumns.Both) h0 = Vector512.MultiplyAddEstimate(x, high, h0);
            if (TRows.Count > 1)
            {
                x = Vector512.Create(*(float*)(a0 + rowStep));
                l1 = Vector512.MultiplyAddEstimate(x, low, l1);
                if (TColumns.Both) h1 = Vector512.MultiplyAddEstimate(x, high, h1);
            }

            if (TRows.Count > 2)
            {
                x = Vector512.Create(*(float*)(a0 + (2 * rowStep)));
                l2 = Vector512.MultiplyAddEstimate(x, low, l2);
                if (TColumns.Both) h2 = Vector512.MultiplyAddEstimate(x, high, h2);
            }

            if (TRows.Count > 3)
            {
                x = Vector512.Create(*(float*)a3);
                l3 = Vector512.MultiplyAddEstimate(x, low, l3);
                if (TColumns.Both) h3 = Vector512.MultiplyAddEstimate(x, high, h3);
            }

            if (TRows.Count > 4)
            {
                x = Vector512.Create(*(float*)(a3 + rowStep));
                l4 = Vector512.MultiplyAddEstimate(x, low, l4);
                if (TColumns.Both) h4 = Vector512.MultiplyAddEstimate(x, high, h4);
            }

            if (TRows.Count > 5)
            {
                x = Vector512.Create(*(float*)(a3 + (2 * rowStep)));
                l5 = Vector512.MultiplyAddEstimate(x, low, l5);
                if (TColumns.Both) h5 = Vector512.MultiplyAddEstimate(x, high, h5);
            }

            if (TRows.Count > 6)
            {
                x = Vector512.Create(*(float*)a6);
                l6 = Vector512.MultiplyAddEstimate(x, low, l6);
                if (TColumns.Both) h6 = Vector512.MultiplyAddEstimate(x, high, h6);
            }

            if (TRows.Count > 7)
            {
                x = Vector512.Create(*(float*)(a6 + rowStep));
                l7 = Vector512.MultiplyAddEstimate(x, low, l7);
                if (TColumns.Both) h7 = Vector512.MultiplyAddEstimate(x, high, h7);
            }

            if (TRows.Count > 8)
            {
                x = Vector512.Create(*(float*)(a6 + (2 * rowStep)));
                l8 = Vector512.MultiplyAddEstimate(x, low, l8);
                if (TColumns.Both) h8 = Vector512.MultiplyAddEstimate(x, high, h8);
            }

            if (TRows.Count > 9)
            {
                x = Vector512.Create(*(float*)a9);
                l9 = Vector512.MultiplyAddEstimate(x, low, l9);
                if (TColumns.Both) h9 = Vector512.MultiplyAddEstimate(x, high, h9);
            }

            if (TRows.Count > 10)
            {
                x = Vector512.Create(*(float*)(a9 + rowStep));
                l10 = Vector512.MultiplyAddEstimate(x, low, l10);
                if (TColumns.Both) h10 = Vector512.MultiplyAddEstimate(x, high, h10);
            }

            if (TRows.Count > 11)
            {
                x = Vector512.Create(*(float*)(a9 + (2 * rowStep)));
                l11 = Vector512.MultiplyAddEstimate(x, low, l11);
                if (TColumns.Both) h11 = Vector512.MultiplyAddEstimate(x, high, h11);
            }

            panel += PanelLayout.Width * TFormat.ValueBytes;
            a0 += depthStep;
            if (TRows.Count > 3) a3 += depthStep;
            if (TRows.Count > 6) a6 += depthStep;
            if (TRows.Count > 9) a9 += depthStep;
        }

        float* c = t.C;
        nint stride = t.Stride;
        Store<TColumns>(c, l0, h0, t.Add);
        if (TRows.Count > 1) Store<TColumns>(c + stride, l1, h1, t.Add);
        if (TRows.Count > 2) Store<TColumns>(c + (2 * stride), l2, h2, t.Add);
        if (TRows.Count > 3) Store<TColumns>(c + (3 * stride), l3, h3, t.Add);
        if (TRows.Count > 4) Store<TColumns>(c + (4 * stride), l4, h4, t.Add);
        if (TRows.Count > 5) Store<TColumns>(c + (5 * stride), l5, h5, t.Add);
        if (TRows.Count > 6) Store<TColumns>(c + (6 * stride), l6, h6, t.Add);
        if (TRows.Count > 7) Store<TColumns>(c + (7 * stride), l7, h7, t.Add);
        if (TRows.Count > 8) Store<TColumns>(c + (8 * stride), l8, h8, t.Add);
        if (TRows.Count > 9) Store<TColumns>(c + (9 * stride), l9, h9, t.Add);
        if (TRows.Count > 10) Store<TColumns>(c + (10 * stride), l10, h10, t.Add);
        if (TRows.Count > 11) Store<TColumns>(c + (11 * stride), l11, h11, t.Add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TColumns>(float* c, Vector512<float> low, Vector512<float> high, bool add)
        where TColumns : struct, IColumns
    {
        if (add) low += Vector512.Load(c);
        low.Store(c);
        if (!TColumns.Both) return;
        if (add) high += Vector512.Load(c + 16);
        high.Store(c + 16);
    }
}
