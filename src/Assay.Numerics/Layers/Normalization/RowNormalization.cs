using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Normalization;

/// <summary>
/// RMSNorm and LayerNorm over rows: <c>y = (x - c) · s · w + b</c> with <c>s = 1 / sqrt(mean((x - c)²) + eps)</c>, where the center <c>c</c> is the mean or 0.
/// </summary>
internal unsafe struct RowNormalization : IParts
{
    private const int PartLength = 8192, ColumnBlock = 128;

    /// <summary>Input, scale, shift, results, slopes; the last three may be missing.</summary>
    public float* X, W, B, Y, Dy, Dx, Dw, Db;

    /// <summary>What is added to the input first, and where the sum is kept; missing where the input is what it is.</summary>
    public float* More, Sum;

    /// <summary>Center and scale of each row, <c>[rows, 2]</c>, for the way back.</summary>
    public float* Statistics;

    public int Rows, Dim;
    public float Eps;
    public bool Centered;

    /// <summary>Adds the slopes along the input to those that are there.</summary>
    public bool Add;

    public NormalizationPass Pass;
    private int bits, block;

    public void Run(WorkerTeam team)
    {
        bits = VectorPath.Bits;
        block = Pass == NormalizationPass.Weights ? ColumnBlock : Math.Max(1, PartLength / Dim);
        int all = Pass == NormalizationPass.Weights ? Dim : Rows;
        team.Run(ref this, (int)(((long)all + block - 1) / block));
    }

    public readonly void Do(int part)
    {
        switch (bits)
        {
            case 512: Do<Simd512, Vector512<float>>(part); break;
            case 256: Do<Simd256, Vector256<float>>(part); break;
            case 128: Do<Simd128, Vector128<float>>(part); break;
            default: Do<SimdSingle, float>(part); break;
        }
    }

    private readonly void Do<S, V>(int part)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        int first = part * block;
        switch (Pass)
        {
            case NormalizationPass.Forward: Forward<S, V>(first, Math.Min(first + block, Rows)); break;
            case NormalizationPass.Input: Input<S, V>(first, Math.Min(first + block, Rows)); break;
            default: Weights<S, V>(first, Math.Min(first + block, Dim)); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Forward<S, V>(int from, int to)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        for (nint row = from; row < to; row++)
        {
            float* x = More == null ? X + (row * Dim) : Added<S, V>(row), y = Y + (row * Dim);
            float center = Centered ? RowSums.Values<S, V>(x, Dim) / Dim : 0, scale = Scale<S, V>(x, center);
            V middle = S.All(center), factor = S.All(scale);
            int i = 0;
            for (; i <= Dim - S.Count; i += S.Count)
            {
                V value = S.Multiply(S.Multiply(S.Subtract(S.Load(x + i), middle), factor), S.Load(W + i));
                S.Store(B == null ? value : S.Add(value, S.Load(B + i)), y + i);
            }

            for (; i < Dim; i++)
            {
                float value = (x[i] - center) * scale * W[i];
                y[i] = B == null ? value : value + B[i];
            }
        }
    }

    // With g = dy · w and z = (x - c) · s: dx = s · (g - mean(g) - z · mean(g · z)), without mean(g) where the center is 0 and not the mean.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Input<S, V>(int from, int to)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        for (nint row = from; row < to; row++)
        {
            float* x = X + (row * Dim), dy = Dy + (row * Dim), dx = Dx + (row * Dim);
            float center = Centered ? RowSums.Values<S, V>(x, Dim) / Dim : 0, scale = Scale<S, V>(x, center);
            (float slopes, float products) = RowSums.Slopes<S, V>(x, W, dy, Dim, center);
            float mean = Centered ? slopes / Dim : 0, pull = products * scale * scale / Dim;
            Statistics[2 * row] = center;
            Statistics[(2 * row) + 1] = scale;
            V middle = S.All(center), factor = S.All(scale), means = S.All(mean), pulls = S.All(-pull);
            int i = 0;
            for (; i <= Dim - S.Count; i += S.Count)
            {
                V g = S.Subtract(S.Multiply(S.Load(dy + i), S.Load(W + i)), means);
                V slope = S.Multiply(factor, S.MultiplyAdd(S.Subtract(S.Load(x + i), middle), pulls, g));
                S.Store(Add ? S.Add(S.Load(dx + i), slope) : slope, dx + i);
            }

            for (; i < Dim; i++)
            {
                float slope = scale * MathF.FusedMultiplyAdd(x[i] - center, -pull, (dy[i] * W[i]) - mean);
                dx[i] = Add ? dx[i] + slope : slope;
            }
        }
    }

    // Each column adds up its rows in their order, whoever does it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weights<S, V>(int from, int to)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        for (nint row = 0; row < Rows; row++)
        {
            float* x = X + (row * Dim), dy = Dy + (row * Dim);
            float center = Statistics[2 * row], scale = Statistics[(2 * row) + 1];
            V middle = S.All(center), factor = S.All(scale);
            int i = from;
            for (; i <= to - S.Count; i += S.Count)
            {
                V slope = S.Load(dy + i);
                S.Store(S.MultiplyAdd(slope, S.Multiply(S.Subtract(S.Load(x + i), middle), factor), S.Load(Dw + i)), Dw + i);
                if (Db != null) S.Store(S.Add(S.Load(Db + i), slope), Db + i);
            }

            for (; i < to; i++)
            {
                Dw[i] = MathF.FusedMultiplyAdd(dy[i], (x[i] - center) * scale, Dw[i]);
                if (Db != null) Db[i] += dy[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float* Added<S, V>(nint row)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float* x = X + (row * Dim), more = More + (row * Dim), sum = Sum + (row * Dim);
        int i = 0;
        for (; i <= Dim - S.Count; i += S.Count) S.Store(S.Add(S.Load(x + i), S.Load(more + i)), sum + i);
        for (; i < Dim; i++) sum[i] = x[i] + more[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Scale<S, V>(float* x, float center)
        where S : struct, ISimd<V>
        where V : unmanaged => 1 / MathF.Sqrt((RowSums.Squares<S, V>(x, Dim, center) / Dim) + Eps);
}
