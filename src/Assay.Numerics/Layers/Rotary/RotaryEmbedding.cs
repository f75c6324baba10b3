using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Rotary;

/// <summary>
/// Rotary position embeddings, in place: each pair of values of a head, seen as a point, is turned by an angle that grows with the position. With <c>c</c> and <c>s</c> its cosine and sine,
/// <c>(a, b)</c> becomes <c>(a c - b s, b c + a s)</c>; the way back turns the other way.
/// </summary>
/// <remarks>Su and others 2021. Allocates nothing; safe to call concurrently on rows that are apart. Results do not depend on the number of threads or the vector width.</remarks>
public static unsafe class RotaryEmbedding
{
    private const int PartLength = 8192;

    /// <summary>Turns the heads of rows at the positions from <paramref name="firstPosition"/> on.</summary>
    /// <param name="x">Rows of heads.</param>
    /// <param name="shape">How they lie.</param>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="table">Cosines and sines.</param>
    /// <param name="firstPosition">Position of the first row, 0 or more.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a position is not in the table.</exception>
    public static void Forward(Span<float> x, RotaryShape shape, int rows, RotaryTable table, int firstPosition, WorkerTeam team) => Turn(x, shape, rows, table, firstPosition, 1, team);

    /// <summary>Turns the heads of rows at positions of their own, as packed documents have them.</summary>
    /// <param name="x">Rows of heads.</param>
    /// <param name="shape">How they lie.</param>
    /// <param name="positions">The position of each row.</param>
    /// <param name="table">Cosines and sines.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a position is not in the table.</exception>
    public static void Forward(Span<float> x, RotaryShape shape, ReadOnlySpan<int> positions, RotaryTable table, WorkerTeam team) => Turn(x, shape, positions, table, 1, team);

    /// <summary>The way back of <see cref="Forward(Span{float}, RotaryShape, int, RotaryTable, int, WorkerTeam)"/>: slopes along its results become slopes along its arguments.</summary>
    /// <param name="dx">Slopes, in place.</param>
    /// <param name="shape">How they lie.</param>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="table">Cosines and sines.</param>
    /// <param name="firstPosition">Position of the first row.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a position is not in the table.</exception>
    public static void Backward(Span<float> dx, RotaryShape shape, int rows, RotaryTable table, int firstPosition, WorkerTeam team) => Turn(dx, shape, rows, table, firstPosition, -1, team);

    /// <summary>The way back of <see cref="Forward(Span{float}, RotaryShape, ReadOnlySpan{int}, RotaryTable, WorkerTeam)"/>.</summary>
    /// <param name="dx">Slopes, in place.</param>
    /// <param name="shape">How they lie.</param>
    /// <param name="positions">The position of each row.</param>
    /// <param name="table">Cosines and sines.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a position is not in the table.</exception>
    public static void Backward(Span<float> dx, RotaryShape shape, ReadOnlySpan<int> positions, RotaryTable table, WorkerTeam team) => Turn(dx, shape, positions, table, -1, team);

    private static void Turn(Span<float> x, RotaryShape shape, int rows, RotaryTable table, int firstPosition, float direction, WorkerTeam team)
    {
        Check(x.Length, shape, rows, table);
        if (rows > 0 && (firstPosition < 0 || firstPosition > table.Positions - rows))
            throw new ArgumentException($"Positions {firstPosition} to {(long)firstPosition + rows - 1} are not within the table's 0 to {table.Positions - 1}.", nameof(firstPosition));
        fixed (float* values = x) Run(values, null, firstPosition, shape, rows, table, direction, team);
    }

    private static void Turn(Span<float> x, RotaryShape shape, ReadOnlySpan<int> positions, RotaryTable table, float direction, WorkerTeam team)
    {
        Check(x.Length, shape, positions.Length, table);
        foreach (int position in positions)
        {
            if ((uint)position >= (uint)table.Positions) throw new ArgumentException($"Position {position} is not within the table's 0 to {table.Positions - 1}.", nameof(positions));
        }

        fixed (float* values = x)
        fixed (int* places = positions) Run(values, places, 0, shape, positions.Length, table, direction, team);
    }

    private static void Check(int length, RotaryShape shape, int rows, RotaryTable table)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (shape.Heads < 1 || shape.HeadDim < table.Width || shape.Stride < (long)shape.Heads * shape.HeadDim)
            throw new ArgumentException($"{shape.Heads} heads of {shape.HeadDim} values at a distance of {shape.Stride} cannot be turned by a table for {table.Width}.", nameof(shape));
        long needed = rows == 0 ? 0 : ((rows - 1) * (long)shape.Stride) + ((long)shape.Heads * shape.HeadDim);
        if (length < needed) throw new ArgumentException($"{rows} rows need {needed} values; there are {length}.", nameof(length));
    }

    private static void Run(float* values, int* positions, int firstPosition, RotaryShape shape, int rows, RotaryTable table, float direction, WorkerTeam team)
    {
        int block = Math.Max(1, PartLength / (shape.Heads * shape.HeadDim));
        var work = new Turning
        {
            Values = values, Positions = positions, FirstPosition = firstPosition, Shape = shape, Rows = rows, Table = table, Direction = direction, Bits = VectorPath.Bits, Block = block,
        };
        team.Run(ref work, (int)(((long)rows + block - 1) / block));
    }

    private struct Turning : IParts
    {
        public float* Values;
        public int* Positions;
        public RotaryShape Shape;
        public RotaryTable Table;
        public float Direction;
        public int FirstPosition, Rows, Bits, Block;

        public readonly void Do(int part)
        {
            for (int row = part * Block; row < Math.Min((part + 1) * Block, Rows); row++)
            {
                float* values = Values + ((nint)row * Shape.Stride), table = Table.Row(Positions == null ? FirstPosition + row : Positions[row]);
                switch (Bits)
                {
                    case 512: Row<Simd512, Vector512<float>>(values, table); break;
                    case 256: Row<Simd256, Vector256<float>>(values, table); break;
                    case 128: Row<Simd128, Vector128<float>>(values, table); break;
                    default: Row<SimdSingle, float>(values, table); break;
                }
            }
        }

        private readonly void Row<S, V>(float* values, float* table)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            if (Table.Layout == RotaryLayout.Halves) Halves<S, V>(values, table);
            else Interleaved<S, V>(values, table);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Halves<S, V>(float* values, float* table)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            int half = Table.Width / 2;
            for (int head = 0; head < Shape.Heads; head++, values += Shape.HeadDim)
            {
                int i = 0;
                for (; i <= half - S.Count; i += S.Count) Pair<S, V>(values + i, values + half + i, table + i, table + half + i);
                for (; i < half; i++) Pair<SimdSingle, float>(values + i, values + half + i, table + i, table + half + i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Pair<S, V>(float* first, float* second, float* cosines, float* sines)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            V a = S.Load(first), b = S.Load(second), c = S.Load(cosines), s = S.Multiply(S.Load(sines), S.All(Direction));
            S.Store(S.Subtract(S.Multiply(a, c), S.Multiply(b, s)), first);
            S.Store(S.Add(S.Multiply(b, c), S.Multiply(a, s)), second);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Interleaved<S, V>(float* values, float* table)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            int width = Table.Width;
            for (int head = 0; head < Shape.Heads; head++, values += Shape.HeadDim)
            {
                int i = 0;
                for (; S.Count > 1 && i <= width - S.Count; i += S.Count)
                {
                    V x = S.Load(values + i), s = S.Multiply(S.Load(table + width + i), S.All(Direction));
                    S.Store(S.Add(S.Multiply(x, S.Load(table + i)), S.Multiply(S.SwapPairs(x), s)), values + i);
                }

                for (; i < width; i += 2)
                {
                    float a = values[i], b = values[i + 1], c = table[i], s = table[width + i + 1] * Direction;
                    values[i] = (a * c) - (b * s);
                    values[i + 1] = (b * c) + (a * s);
                }
            }
        }
    }
}
