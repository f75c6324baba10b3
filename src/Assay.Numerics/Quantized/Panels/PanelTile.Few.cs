using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <content>One and two rows: floats stay in registers.</content>
internal static unsafe partial class PanelTile<TLanes, TInt, TFloat, TFormat>
{
    /// <summary>One row of activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(byte* panel, int lane, byte* x, int units, float* sums)
    {
        TFloat s0 = TLanes.LoadFloats(sums + lane), t0 = TLanes.LoadFloats(sums + lane + TLanes.Count);
        TInt mask = TLanes.All(Mask);
        for (int unit = 0; unit < units; unit++, panel += UnitBytes)
        {
            byte* w = panel + TFormat.HeaderBytes + (4 * lane);
            for (int block = 0; block < TFormat.UnitBlocks; block++)
            {
                TInt a0 = Start(x, 0), b0 = a0;
                int* p = (int*)x + 2;
                for (int step = 0; step < Steps; step++, w += StepBytes, p += Pairs)
                {
                    Prefetch(w);
                    TInt v = TLanes.Load(w), u = TLanes.Load(w + (4 * TLanes.Count)), c = TLanes.And(v, mask), d = TLanes.And(u, mask), q;
                    q = TLanes.Broadcast(p); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    c = TFormat.Bits == 8 ? TLanes.Halves8(v) : TLanes.And(TLanes.Halves4(v), mask);
                    d = TFormat.Bits == 8 ? TLanes.Halves8(u) : TLanes.And(TLanes.Halves4(u), mask);
                    q = TLanes.Broadcast(p + 1); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    if (TFormat.Bits == 8) continue;
                    c = TLanes.And(TLanes.Halves8(v), mask);
                    d = TLanes.And(TLanes.Halves8(u), mask);
                    q = TLanes.Broadcast(p + 2); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    c = TLanes.Halves12(v);
                    d = TLanes.Halves12(u);
                    q = TLanes.Broadcast(p + 3); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                }

                TFloat scaleA = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane), scaleB = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                s0 = Scaled(a0, scaleA, x, 1, s0); t0 = Scaled(b0, scaleB, x, 1, t0);
                if (TFormat.HasMinimum)
                {
                    scaleA = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane);
                    scaleB = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                    s0 = TLanes.MultiplyAdd(scaleA, TLanes.BroadcastFloat((float*)x), s0); t0 = TLanes.MultiplyAdd(scaleB, TLanes.BroadcastFloat((float*)x), t0);
                }

                x += RowBlockBytes;
            }
        }

        TLanes.Store(s0, sums + lane);
        TLanes.Store(t0, sums + lane + TLanes.Count);
    }

    /// <summary>Two rows of activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(byte* panel, int lane, byte* x, int units, float* sums)
    {
        TFloat s0 = TLanes.LoadFloats(sums + lane), t0 = TLanes.LoadFloats(sums + lane + TLanes.Count);
        TFloat s1 = TLanes.LoadFloats(sums + 32 + lane), t1 = TLanes.LoadFloats(sums + 32 + lane + TLanes.Count);
        TInt mask = TLanes.All(Mask);
        for (int unit = 0; unit < units; unit++, panel += UnitBytes)
        {
            byte* w = panel + TFormat.HeaderBytes + (4 * lane);
            for (int block = 0; block < TFormat.UnitBlocks; block++)
            {
                TInt a0 = Start(x, 0), b0 = a0;
                TInt a1 = Start(x, 1), b1 = a1;
                int* p = (int*)x + 4;
                for (int step = 0; step < Steps; step++, w += StepBytes, p += 2 * Pairs)
                {
                    Prefetch(w);
                    TInt v = TLanes.Load(w), u = TLanes.Load(w + (4 * TLanes.Count)), c = TLanes.And(v, mask), d = TLanes.And(u, mask), q;
                    q = TLanes.Broadcast(p); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 1); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    c = TFormat.Bits == 8 ? TLanes.Halves8(v) : TLanes.And(TLanes.Halves4(v), mask);
                    d = TFormat.Bits == 8 ? TLanes.Halves8(u) : TLanes.And(TLanes.Halves4(u), mask);
                    q = TLanes.Broadcast(p + 2); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 3); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    if (TFormat.Bits == 8) continue;
                    c = TLanes.And(TLanes.Halves8(v), mask);
                    d = TLanes.And(TLanes.Halves8(u), mask);
                    q = TLanes.Broadcast(p + 4); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 5); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                    c = TLanes.Halves12(v);
                    d = TLanes.Halves12(u);
                    q = TLanes.Broadcast(p + 6); a0 = Add(a0, c, q); b0 = Add(b0, d, q);
                    q = TLanes.Broadcast(p + 7); a1 = Add(a1, c, q); b1 = Add(b1, d, q);
                }

                TFloat scaleA = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane), scaleB = TFormat.Scale<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                s0 = Scaled(a0, scaleA, x, 2, s0); t0 = Scaled(b0, scaleB, x, 2, t0);
                s1 = Scaled(a1, scaleA, x, 3, s1); t1 = Scaled(b1, scaleB, x, 3, t1);
                if (TFormat.HasMinimum)
                {
                    scaleA = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane);
                    scaleB = TFormat.Minimum<TLanes, TInt, TFloat>(panel, block, lane + TLanes.Count);
                    s0 = TLanes.MultiplyAdd(scaleA, TLanes.BroadcastFloat((float*)x), s0); t0 = TLanes.MultiplyAdd(scaleB, TLanes.BroadcastFloat((float*)x), t0);
                    s1 = TLanes.MultiplyAdd(scaleA, TLanes.BroadcastFloat((float*)x + 1), s1); t1 = TLanes.MultiplyAdd(scaleB, TLanes.BroadcastFloat((float*)x + 1), t1);
                }

                x += 2 * RowBlockBytes;
            }
        }

        TLanes.Store(s0, sums + lane);
        TLanes.Store(t0, sums + lane + TLanes.Count);
        TLanes.Store(s1, sums + 32 + lane);
        TLanes.Store(t1, sums + 32 + lane + TLanes.Count);
    }
}
