using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <content>Eight rows.</content>
internal static unsafe partial class PanelTile<TLanes, TInt, TFloat, TFormat>
{
    /// <summary>Eight rows of activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(byte* panel, int lane, byte* x, int units, float* sums)
    {
        TInt mask = TLanes.All(Mask);
        for (int unit = 0; unit < units; unit++, panel += UnitBytes)
        {
            byte* w = panel + TFormat.HeaderBytes + (4 * lane);
            for (int block = 0; block < TFormat.UnitBlocks; block++)
            {
                TInt a0 = Start(x, 0), b0 = a0;
                TInt a1 = Start(x, 1), b1 = a1;
                TInt a2 = Start(x, 2), b2 = a2;
                TInt a3 = Start(x, 3), b3 = a3;
                TInt a4 = Start(x, 4), b4 = a4;
                TInt a5 = Start(x, 5), b5 = a5;
                TInt a6 = Start(x, 6), b6 = a6;
                TInt a7 = Start(x, 7), b7 = a7;
                int* p = (int*)x + 16;
                for (int step = 0; step < Steps; step++, w += StepBytes, p += 8 * Pairs)
                {
                    Prefetch(w);
                    TInt v = TLanes.Load(w), u = TLanes.Load(w + (4 * TLanes.Count)), c = TLanes.And(v, mask), d = TLanes.And(u, mask), q;
                    q = TLanes.Broadcast(p); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 1); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    q = TLanes.Broadcast(p + 2); a2 = Add(a2, c, q); b2 = Add(b2, d, q);
                    q = TLanes.Broadcast(p + 3); a3 = Add(a3, c, q); b3 = Add(b3, d, q);
                    q = TLanes.Broadcast(p + 4); a4 = Add(a4, c, q); b4 = Add(b4, d, q);
                    q = TLanes.Broadcast(p + 5); a5 = Add(a5, c, q); b5 = Add(b5, d, q);
                    q = TLanes.Broadcast(p + 6); a6 = Add(a6, c, q); b6 = Add(b6, d, q);
                    q = TLanes.Broadcast(p + 7); a7 = Add(a7, c, q); b7 = Add(b7, d, q);
                    c = TFormat.Bits == 8 ? TLanes.Halves8(v) : TLanes.And(TLanes.Halves4(v), mask);
                    d = TFormat.Bits == 8 ? TLanes.Halves8(u) : TLanes.And(TLanes.Halves4(u), mask);
                    q = TLanes.Broadcast(p + 8); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 9); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    q = TLanes.Broadcast(p + 10); a2 = Add(a2, c, q); b2 = Add(b2, d, q);
                    q = TLanes.Broadcast(p + 11); a3 = Add(a3, c, q); b3 = Add(b3, d, q);
                    q = TLanes.Broadcast(p + 12); a4 = Add(a4, c, q); b4 = Add(b4, d, q);
                    q = TLanes.Broadcast(p + 13); a5 = Add(a5, c, q); b5 = Add(b5, d, q);
                    q = TLanes.Broadcast(p + 14); a6 = Add(a6, c, q); b6 = Add(b6, d, q);
                    q = TLanes.Broadcast(p + 15); a7 = Add(a7, c, q); b7 = Add(b7, d, q);
                    if (TFormat.Bits == 8) continue;
                    c = TLanes.And(TLanes.Halves8(v), mask);
                    d = TLanes.And(TLanes.Halves8(u), mask);
                    q = TLanes.Broadcast(p + 16); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 17); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    q = TLanes.Broadcast(p + 18); a2 = Add(a2, c, q); b2 = Add(b2, d, q);
                    q = TLanes.Broadcast(p + 19); a3 = Add(a3, c, q); b3 = Add(b3, d, q);
                    q = TLanes.Broadcast(p + 20); a4 = Add(a4, c, q); b4 = Add(b4, d, q);
                    q = TLanes.Broadcast(p + 21); a5 = Add(a5, c, q); b5 = Add(b5, d, q);
                    q = TLanes.Broadcast(p + 22); a6 = Add(a6, c, q); b6 = Add(b6, d, q);
                    q = TLanes.Broadcast(p + 23); a7 = Add(a7, c, q); b7 = Add(b7, d, q);
                    c = TLanes.Halves12(v);
                    d = TLanes.Halves12(u);
                    q = TLanes.Broadcast(p + 24); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 25); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    q = TLanes.Broadcast(p + 26); a2 = Add(a2, c, q); b2 = Add(b2, d, q);
                    q = TLanes.Broadcast(p + 27); a3 = Add(a3, c, q); b3 = Add(b3, d, q);
                    q = TLanes.Broadcast(p + 28); a4 = Add(a4, c, q); b4 = Add(b4, d, q);
                    q = TLanes.Broadcast(p + 29); a5 = Add(a5, c, q); b5 = Add(b5, d, q);
                    q = TLanes.Broadcast(p + 30); a6 = Add(a6, c, q); b6 = Add(b6, d, q);
                    q = TLanes.Broadcast(p + 31); a7 = Add(a7, c, q); b7 = Add(b7, d, q);
                }

                TFloat scaleA = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane), scaleB = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                AddScaled(a0, b0, scaleA, scaleB, x, 8, sums + lane);
                AddScaled(a1, b1, scaleA, scaleB, x, 9, sums + 32 + lane);
                AddScaled(a2, b2, scaleA, scaleB, x, 10, sums + 64 + lane);
                AddScaled(a3, b3, scaleA, scaleB, x, 11, sums + 96 + lane);
                AddScaled(a4, b4, scaleA, scaleB, x, 12, sums + 128 + lane);
                AddScaled(a5, b5, scaleA, scaleB, x, 13, sums + 160 + lane);
                AddScaled(a6, b6, scaleA, scaleB, x, 14, sums + 192 + lane);
                AddScaled(a7, b7, scaleA, scaleB, x, 15, sums + 224 + lane);
                if (TFormat.HasMinimum)
                {
                    scaleA = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane);
                    scaleB = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                    AddMinimum(scaleA, scaleB, x, 0, sums + lane);
                    AddMinimum(scaleA, scaleB, x, 1, sums + 32 + lane);
                    AddMinimum(scaleA, scaleB, x, 2, sums + 64 + lane);
                    AddMinimum(scaleA, scaleB, x, 3, sums + 96 + lane);
                    AddMinimum(scaleA, scaleB, x, 4, sums + 128 + lane);
                    AddMinimum(scaleA, scaleB, x, 5, sums + 160 + lane);
                    AddMinimum(scaleA, scaleB, x, 6, sums + 192 + lane);
                    AddMinimum(scaleA, scaleB, x, 7, sums + 224 + lane);
                }

                x += 8 * RowBlockBytes;
            }
        }
    }
}
