using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Losses;

/// <summary>The softmax over rows, <c>y[r,i] = e^(x[r,i] - m) / sum_j(e^(x[r,j] - m))</c> with <c>m</c> the row's maximum, and the logarithm of that sum.</summary>
/// <remarks>
/// An element is masked by minus infinity: it gets 0. A row of nothing else gets zeros. Sums in float. Allocates nothing; safe to call concurrently on results that are apart. Results do not
/// depend on the number of threads.
/// </remarks>
public static unsafe class Softmax
{
    /// <summary>The softmax of each row.</summary>
    /// <param name="x">Scores, row-major <c>[rows, width]</c>.</param>
    /// <param name="width">Scores of a row, 1 or more.</param>
    /// <param name="y">Shares, <c>[rows, width]</c>; may be the memory of <paramref name="x"/>, may not overlap it otherwise.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Forward(ReadOnlySpan<float> x, int width, Span<float> y, WorkerTeam team)
    {
        int rows = Rows(x.Length, width, y.Length, x.Length);
        fixed (float* from = x, to = y) Run(new SoftmaxRows { X = from, Y = to, Rows = rows, Width = width }, team);
    }

    /// <summary>The softmax of the first elements of each row; the others get 0.</summary>
    /// <param name="x">Scores, row-major <c>[rows, width]</c>.</param>
    /// <param name="width">Scores of a row, 1 or more.</param>
    /// <param name="lengths">Elements of each row that count, 0 to <paramref name="width"/>.</param>
    /// <param name="y">Shares, <c>[rows, width]</c>; may be the memory of <paramref name="x"/>, may not overlap it otherwise.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Forward(ReadOnlySpan<float> x, int width, ReadOnlySpan<int> lengths, Span<float> y, WorkerTeam team)
    {
        int rows = Rows(x.Length, width, y.Length, x.Length);
        if (lengths.Length != rows) throw new ArgumentException($"{lengths.Length} lengths do not match {rows} rows.", nameof(lengths));
        foreach (int length in lengths)
        {
            if ((uint)length > (uint)width) throw new ArgumentException($"A row of {width} has no {length} elements.", nameof(lengths));
        }

        fixed (float* from = x, to = y)
        fixed (int* counts = lengths) Run(new SoftmaxRows { X = from, Y = to, Lengths = counts, Rows = rows, Width = width }, team);
    }

    /// <summary>The way back: <c>dx[r,i] = y[r,i] · (dy[r,i] - sum_j(y[r,j] · dy[r,j]))</c>.</summary>
    /// <param name="y">The results of the forward pass.</param>
    /// <param name="width">Elements of a row, 1 or more.</param>
    /// <param name="dy">The loss's slope along the results.</param>
    /// <param name="dx">The slope along the scores; overwritten; may be the memory of <paramref name="dy"/>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void Backward(ReadOnlySpan<float> y, int width, ReadOnlySpan<float> dy, Span<float> dx, WorkerTeam team)
    {
        int rows = Rows(y.Length, width, dx.Length, dy.Length);
        fixed (float* from = y, slopes = dy, to = dx) Run(new SoftmaxRows { X = from, Slopes = slopes, Y = to, Rows = rows, Width = width }, team);
    }

    /// <summary><c>log(sum_i(e^x[r,i]))</c> of each row; minus infinity where all elements are.</summary>
    /// <param name="x">Scores, row-major <c>[rows, width]</c>.</param>
    /// <param name="width">Scores of a row, 1 or more.</param>
    /// <param name="sums">Takes the logarithms, <c>[rows]</c>.</param>
    /// <param name="team">Who works on it.</param>
    /// <exception cref="ArgumentException">The lengths do not match.</exception>
    public static void LogSums(ReadOnlySpan<float> x, int width, Span<float> sums, WorkerTeam team)
    {
        int rows = Rows(x.Length, width, x.Length, x.Length);
        if (sums.Length != rows) throw new ArgumentException($"There is room for {sums.Length} sums of {rows} rows.", nameof(sums));
        fixed (float* from = x, to = sums) Run(new SoftmaxRows { X = from, Logs = to, Rows = rows, Width = width }, team);
    }

    private static int Rows(int length, int width, int results, int slopes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (length % width != 0 || results != length || slopes != length) throw new ArgumentException($"{length} scores, {slopes} slopes and room for {results} results are not the same rows of {width}.", nameof(length));
        return length / width;
    }

    private static void Run(SoftmaxRows work, WorkerTeam team)
    {
        work.Bits = VectorPath.Bits;
        work.Block = Math.Max(1, 8192 / work.Width);
        team.Run(ref work, (int)(((long)work.Rows + work.Block - 1) / work.Block));
    }

    private struct SoftmaxRows : IParts
    {
        public float* X, Y, Logs, Slopes;
        public int* Lengths;
        public int Rows, Width, Bits, Block;

        public readonly void Do(int part)
        {
            for (int row = part * Block; row < Math.Min((part + 1) * Block, Rows); row++)
            {
                switch (Bits)
                {
                    case 512: Do<Simd512, Vector512<float>>(row); break;
                    case 256: Do<Simd256, Vector256<float>>(row); break;
                    case 128: Do<Simd128, Vector128<float>>(row); break;
                    default: Do<SimdSingle, float>(row); break;
                }
            }
        }

        private readonly void Do<S, V>(nint row)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            float* x = X + (row * Width);
            int count = Lengths == null ? Width : Lengths[row];
            if (Slopes != null)
            {
                Back<S, V>(x, Slopes + (row * Width), Y + (row * Width));
                return;
            }

            float largest = RowExponentials.Largest<S, V>(x, count), sum = RowExponentials.Sum<S, V>(x, count, largest, Y == null ? null : Y + (row * Width));
            if (Logs != null) Logs[row] = largest + MathF.Log(sum);
            if (Y == null) return;
            RowExponentials.Multiply<S, V>(Y + (row * Width), count, sum == 0 ? 0 : 1 / sum);
            new Span<float>(Y + (row * Width) + count, Width - count).Clear();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Back<S, V>(float* y, float* dy, float* dx)
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            V sums = S.All(0f);
            int i = 0;
            for (; i <= Width - S.Count; i += S.Count) sums = S.MultiplyAdd(S.Load(y + i), S.Load(dy + i), sums);
            float product = S.Sum(sums);
            for (; i < Width; i++) product += y[i] * dy[i];
            for (i = 0; i <= Width - S.Count; i += S.Count) S.Store(S.Multiply(S.Load(y + i), S.Subtract(S.Load(dy + i), S.All(product))), dx + i);
            for (; i < Width; i++) dx[i] = y[i] * (dy[i] - product);
        }
    }
}
