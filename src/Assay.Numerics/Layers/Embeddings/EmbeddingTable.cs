using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;
using IWeightMatrix = Assay.Numerics.Matrices.IWeightMatrix;

namespace Assay.Numerics.Layers.Embeddings;

/// <summary>The first layer of a language model: <c>y[r] = table[ids[r]]</c>, and the way back, <c>dtable[ids[r]] += dy[r]</c>.</summary>
/// <remarks>Allocates nothing; safe to call concurrently on results that are apart. The way back adds up a token's rows in their order, so the result does not depend on the number of threads.</remarks>
public static unsafe class EmbeddingTable
{
    private const int PartLength = 16384, ColumnBlock = 64;

    /// <summary>The rows of some tokens.</summary>
    /// <param name="table">A row for each token, row-major <c>[vocab, dim]</c>.</param>
    /// <param name="dim">Values of a row, 1 or more.</param>
    /// <param name="ids">Tokens.</param>
    /// <param name="y">Takes their rows, <c>[ids, dim]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match, or there is no such token.</exception>
    public static void Forward(ReadOnlySpan<float> table, int dim, ReadOnlySpan<int> ids, Span<float> y, WorkerTeam team)
    {
        Check(table.Length, dim, ids, y.Length);
        int block = Math.Max(1, PartLength / dim);
        fixed (float* from = table, to = y)
        fixed (int* tokens = ids)
        {
            var work = new Copying { Table = from, Y = to, Ids = tokens, Rows = ids.Length, Dim = dim, Block = block };
            team.Run(ref work, (int)(((long)ids.Length + block - 1) / block));
        }
    }

    /// <summary>The rows of some tokens, from a table in whatever form it is kept.</summary>
    /// <param name="table">A row for each token.</param>
    /// <param name="ids">Tokens.</param>
    /// <param name="y">Takes their rows, <c>[ids, inputs]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match, or there is no such token.</exception>
    public static void Forward(IWeightMatrix table, ReadOnlySpan<int> ids, Span<float> y, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(table);
        Check(table.Outputs, (long)table.Inputs * ids.Length, ids, y.Length);
        int block = Math.Max(1, PartLength / Math.Max(1, table.Inputs));
        fixed (float* to = y)
        fixed (int* tokens = ids)
        {
            var work = new Reading { Table = table, Y = to, Ids = tokens, Rows = ids.Length, Block = block };
            team.Run(ref work, (int)(((long)ids.Length + block - 1) / block));
        }
    }

    /// <summary>The way back.</summary>
    /// <param name="ids">What the forward pass was given.</param>
    /// <param name="dim">Values of a row, 1 or more.</param>
    /// <param name="dy">The loss's slope along the results, <c>[ids, dim]</c>.</param>
    /// <param name="dtable">The slopes along the table are added to it, <c>[vocab, dim]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">A length does not match, or there is no such token.</exception>
    public static void Backward(ReadOnlySpan<int> ids, int dim, ReadOnlySpan<float> dy, Span<float> dtable, WorkerTeam team)
    {
        Check(dtable.Length, dim, ids, dy.Length);
        fixed (float* slopes = dy, to = dtable)
        fixed (int* tokens = ids)
        {
            var work = new Adding { Table = to, Slopes = slopes, Ids = tokens, Rows = ids.Length, Dim = dim, Bits = VectorPath.Bits };
            team.Run(ref work, (dim + ColumnBlock - 1) / ColumnBlock);
        }
    }

    private static void Check(int tableLength, int dim, ReadOnlySpan<int> ids, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dim, 1);
        if (tableLength % dim != 0) throw new ArgumentException($"{tableLength} values are not rows of {dim}.", nameof(tableLength));
        Check(tableLength / dim, (long)ids.Length * dim, ids, length);
    }

    private static void Check(int vocab, long expected, ReadOnlySpan<int> ids, int length)
    {
        if (length != expected) throw new ArgumentException($"{length} values are not the {expected} of {ids.Length} rows.", nameof(length));
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)vocab) throw new ArgumentException($"There is no token {id} in a table of {vocab}.", nameof(ids));
        }
    }

    private struct Copying : IParts
    {
        public float* Table, Y;
        public int* Ids;
        public int Rows, Dim, Block;

        public readonly void Do(int part)
        {
            for (int row = part * Block; row < Math.Min((part + 1) * Block, Rows); row++)
                new ReadOnlySpan<float>(Table + ((nint)Ids[row] * Dim), Dim).CopyTo(new Span<float>(Y + ((nint)row * Dim), Dim));
        }
    }

    private struct Reading : IParts
    {
        public IWeightMatrix Table;
        public float* Y;
        public int* Ids;
        public int Rows, Block;

        public readonly void Do(int part)
        {
            int dim = Table.Inputs;
            for (int row = part * Block; row < Math.Min((part + 1) * Block, Rows); row++) Table.CopyRow(Ids[row], new Span<float>(Y + ((nint)row * dim), dim));
        }
    }

    private struct Adding : IParts
    {
        public float* Table, Slopes;
        public int* Ids;
        public int Rows, Dim, Bits;

        public readonly void Do(int part)
        {
            switch (Bits)
            {
                case 512: Do<Simd512, Vector512<float>>(part * ColumnBlock); break;
                case 256: Do<Simd256, Vector256<float>>(part * ColumnBlock); break;
                case 128: Do<Simd128, Vector128<float>>(part * ColumnBlock); break;
                default: Do<SimdSingle, float>(part * ColumnBlock); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Do<S, V>(int from)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            int to = Math.Min(from + ColumnBlock, Dim);
            for (nint row = 0; row < Rows; row++)
            {
                float* target = Table + ((nint)Ids[row] * Dim), slope = Slopes + (row * Dim);
                int i = from;
                for (; i <= to - S.Count; i += S.Count) S.Store(S.Add(S.Load(target + i), S.Load(slope + i)), target + i);
                for (; i < to; i++) target[i] += slope[i];
            }
        }
    }
}
