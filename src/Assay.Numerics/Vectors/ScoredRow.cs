using System.Runtime.CompilerServices;

namespace Assay.Numerics.Vectors;

/// <summary>A row with its score.</summary>
/// <param name="Row">Number of the row, 0 or more.</param>
/// <param name="Score">The score; larger is better, never NaN.</param>
public readonly record struct ScoredRow(int Row, float Score)
{
    /// <summary>One integer whose order is that of results: by score, and for equal scores the smaller row first. A larger key is a better result.</summary>
    public long Key
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            // Positive floats order as their bits do, negative ones the other way round; adding zero makes -0 equal to 0.
            int bits = BitConverter.SingleToInt32Bits(Score + 0f);
            return ((long)(bits ^ ((bits >> 31) & int.MaxValue)) << 32) | (uint)~Row;
        }
    }

    /// <summary>The result a <see cref="Key"/> stands for.</summary>
    /// <param name="key">A key.</param>
    /// <returns>Row and score.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScoredRow FromKey(long key)
    {
        int bits = (int)(key >> 32);
        return new ScoredRow(~(int)key, BitConverter.Int32BitsToSingle(bits ^ ((bits >> 31) & int.MaxValue)));
    }
}
