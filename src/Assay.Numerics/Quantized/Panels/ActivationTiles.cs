using System.Runtime.CompilerServices;

namespace Assay.Numerics.Quantized.Panels;

/// <summary>Rows of floats into tiles of 16-bit values: <c>q = round(x · 32767 / max|x|)</c> for every block, <c>x ≈ q · max|x| / 32767</c>.</summary>
/// <remarks>
/// <para>
/// Tiles have eight rows; what is left makes tiles of 4, 2 and 1. A block of a tile is, for its <c>height</c> rows each: <c>−offset · Σq</c> (or the float <c>−scale · Σq</c> where the weights have minima), the
/// scale, and the pairs of values, rows innermost: a kernel reads all of it with one pointer.
/// </para>
/// <para>
/// A block whose largest magnitude is below 10^-34 counts as zeros. In a block that holds NaN or an infinity the scale is NaN, so that everything the row is multiplied with becomes NaN.
/// Halves are rounded to even; the same bits on every path.
/// </para>
/// </remarks>
internal static unsafe class ActivationTiles<TLanes, TInt, TFloat, TFormat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
    where TFormat : struct, IPackedFormat
{
    private const int Largest = 32767, NotFinite = 0x7F800000;

    // 1.5 · 2^23: a float that is added to it is rounded to a whole number, which its lowest bits then are.
    private const float Rounding = 12582912f;
    private const int RoundingBits = 0x4B400000;

    /// <summary>Writes one tile.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="length">Values of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="tile">Takes the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* x, int length, int height, byte* tile)
    {
        short* values = stackalloc short[TFormat.BlockLength];
        for (int row = 0; row < height; row++, x += length)
        {
            byte* block = tile;
            for (int i = 0; i < length; i += TFormat.BlockLength, block += height * PanelTile<TLanes, TInt, TFloat, TFormat>.RowBlockBytes)
            {
                float scale = Quantize(x + i, values, out int sum);
                if (TFormat.HasMinimum) ((float*)block)[row] = -(scale * sum);
                else ((int*)block)[row] = -TFormat.Offset * sum;
                ((float*)block)[height + row] = scale;
                int* pairs = (int*)block + (2 * height) + row;
                for (int pair = 0; pair < TFormat.BlockLength / 2; pair++, pairs += height) *pairs = ((int*)values)[pair];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Quantize(float* x, short* values, out int sum)
    {
        TInt bits = TLanes.All(0), magnitude = TLanes.All(int.MaxValue);
        for (int i = 0; i < TFormat.BlockLength; i += TLanes.Count) bits = TLanes.Max(bits, TLanes.And(TLanes.Load(x + i), magnitude));
        int largestBits = TLanes.MaxAcross(bits);
        float largest = BitConverter.Int32BitsToSingle(largestBits), inverse = Largest / largest;
        bool finite = largestBits < NotFinite;
        if (!finite || !float.IsFinite(inverse))
        {
            for (int i = 0; i < TFormat.BlockLength; i++) values[i] = 0;
            sum = 0;
            return finite ? 0 : float.NaN;
        }

        TFloat factor = TLanes.AllFloat(inverse), rounding = TLanes.AllFloat(Rounding);
        TInt total = TLanes.All(0), zero = TLanes.All(-RoundingBits);
        for (int i = 0; i < TFormat.BlockLength; i += TLanes.Count)
        {
            TInt q = TLanes.Add(TLanes.Bits(TLanes.MultiplyAdd(TLanes.LoadFloats(x + i), factor, rounding)), zero);
            total = TLanes.Add(total, q);
            TLanes.StoreLow(q, values + i);
        }

        sum = TLanes.SumAcross(total);
        return largest / Largest;
    }
}
