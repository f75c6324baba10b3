using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Elementary;

/// <summary>Goes through arrays element by element, at the widest vectors and with several threads where there is enough to do.</summary>
/// <typeparam name="TWork">What is done.</typeparam>
internal struct Elementwise<TWork> : IParts
    where TWork : struct, IElementwise
{
    // Enough that handing a part to another thread is not felt (2 to 5 microseconds against 10 or more).
    private const int PartLength = 16384;

    private readonly Operands operands;
    private readonly nint rows, width, rowBlock, columnBlock, columnBlocks;
    private readonly int bits;

    private Elementwise(in Operands operands, int rows, int width)
    {
        this.operands = operands;
        this.rows = rows;
        this.width = width;
        columnBlock = Math.Min(width, PartLength);
        columnBlocks = columnBlock == 0 ? 0 : (width + columnBlock - 1) / columnBlock;
        rowBlock = columnBlock == 0 ? 1 : Math.Max(1, PartLength / columnBlock);
        bits = VectorPath.Bits;
    }

    /// <summary>Does it to all elements.</summary>
    /// <param name="operands">The arrays, kept in place by the caller.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="team">Who works on it.</param>
    public static void Run(in Operands operands, int rows, int width, WorkerTeam team)
    {
        var work = new Elementwise<TWork>(operands, rows, width);
        team.Run(ref work, checked((int)((rows + work.rowBlock - 1) / work.rowBlock * work.columnBlocks)));
    }

    public readonly void Do(int part)
    {
        nint firstRow = part / columnBlocks * rowBlock, column = part % columnBlocks * columnBlock;
        nint count = Math.Min(columnBlock, width - column);
        for (nint row = firstRow; row < Math.Min(firstRow + rowBlock, rows); row++)
        {
            Operands at = operands.At(row, column);
            nint done = bits switch
            {
                512 => Vectors<Simd512, Vector512<float>>(at, count),
                256 => Vectors<Simd256, Vector256<float>>(at, count),
                128 => Vectors<Simd128, Vector128<float>>(at, count),
                _ => 0,
            };
            for (; done < count; done++) TWork.Apply<SimdSingle, float>(at, done);
        }
    }

    // Compiled at once for what it is: the first prompt would otherwise run through calls of every instruction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Vectors<S, V>(in Operands at, nint count)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        nint i = 0;
        for (; i <= count - (2 * S.Count); i += 2 * S.Count)
        {
            TWork.Apply<S, V>(at, i);
            TWork.Apply<S, V>(at, i + S.Count);
        }

        if (i <= count - S.Count)
        {
            TWork.Apply<S, V>(at, i);
            i += S.Count;
        }

        return i;
    }
}
