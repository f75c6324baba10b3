using System.Runtime.CompilerServices;
using Assay.Numerics.Matrices;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Pieces of a panel of quantised weights as floats: <c>scale · (q − offset) − minimum</c>.</summary>
/// <remarks>A product of a scale and a value has no more digits than a float holds, so that fused or not, at every vector width, the floats are those of <see cref="PanelPacker"/>.</remarks>
/// <param name="product">Where the panels are.</param>
internal readonly unsafe struct DequantizedTiles<TLanes, TInt, TFloat, TFormat>(in GradientOperands product) : IPanelTiles
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
    where TFormat : struct, IPackedFormat
{
    // The second value of a pair is in the upper half of its 32 bits: it is converted where it is, and scaled down.
    private const float FromUpper = 1f / 65536;

    private readonly byte* panels = product.Panels;
    private readonly long panelBytes = product.PanelBytes;

    private static int StepBytes => 4 * PanelTile<TLanes, TInt, TFloat, TFormat>.Width;

    public float* Read(int panel, int first, int count, float* room)
    {
        int unit = first / PanelTile<TLanes, TInt, TFloat, TFormat>.UnitValues, block = first % PanelTile<TLanes, TInt, TFloat, TFormat>.UnitValues / TFormat.BlockLength;
        byte* start = panels + (panel * panelBytes) + ((long)unit * PanelTile<TLanes, TInt, TFloat, TFormat>.UnitBytes);
        float* to = room;
        for (int done = 0; done < count; done += TFormat.BlockLength, block++, to += TFormat.BlockLength * PanelLayout.Width) Block(start, block, to);
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(byte* unit, int block, float* to)
    {
        int values = (1 << TFormat.Bits) - 1, steps = TFormat.BlockLength * TFormat.Bits / 32;
        TInt low = TLanes.All(values), high = TLanes.All(values << 16), lowOffset = TLanes.All(-TFormat.Offset), highOffset = TLanes.All(-(TFormat.Offset << 16));
        byte* start = unit + TFormat.HeaderBytes + (block * steps * StepBytes);
        for (int lane = 0; lane < PanelLayout.Width; lane += TLanes.Count)
        {
            TFloat scale = TFormat.Scale<TLanes, TInt, TFloat>(unit, block, lane), upper = TLanes.Multiply(scale, TLanes.AllFloat(FromUpper));
            TFloat minimum = TFormat.HasMinimum ? TLanes.Multiply(TFormat.Minimum<TLanes, TInt, TFloat>(unit, block, lane), TLanes.AllFloat(-1)) : TLanes.AllFloat(0);
            byte* step = start + (4 * lane);
            float* value = to + lane;
            for (int i = 0; i < steps; i++, step += StepBytes)
            {
                TInt packed = TLanes.Load(step);
                for (int bit = 0; bit < 16; bit += TFormat.Bits, value += 2 * PanelLayout.Width)
                {
                    TInt pair = bit == 0 ? packed : bit == 4 ? TLanes.Halves4(packed) : bit == 8 ? TLanes.Halves8(packed) : TLanes.Halves12(packed);
                    TLanes.Store(Value(TLanes.Add(TLanes.And(pair, low), lowOffset), scale, minimum), value);
                    TLanes.Store(Value(TLanes.Add(TLanes.And(pair, high), highOffset), upper, minimum), value + PanelLayout.Width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Value(TInt q, TFloat scale, TFloat minimum) => TFormat.HasMinimum ? TLanes.MultiplyAdd(TLanes.ToFloat(q), scale, minimum) : TLanes.Multiply(TLanes.ToFloat(q), scale);
}
