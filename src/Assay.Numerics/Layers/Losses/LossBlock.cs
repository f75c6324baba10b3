using System.Runtime.Intrinsics;
using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Losses;

/// <summary>A block of rows on its way through the vocabulary: which rows, and for each its maximum, sum of exponentials and target's logit.</summary>
internal unsafe struct LossBlock : IParts
{
    /// <summary>Memory for a row.</summary>
    public const int ValuesOfRow = 6;

    private readonly float* largest, sums, found, weights;
    private readonly int* targets;
    private readonly int capacity, bits;
    private readonly float scale;

    // Of the step that is being done.
    private float* logits;
    private int tokens;
    private bool toSlopes;

    /// <summary>An empty block.</summary>
    /// <param name="memory">Room for <see cref="ValuesOfRow"/> values a row.</param>
    /// <param name="capacity">Rows at most.</param>
    /// <param name="scale">What a row's weight is multiplied with in its slopes.</param>
    public LossBlock(float* memory, int capacity, float scale)
    {
        largest = memory;
        sums = largest + capacity;
        found = sums + capacity;
        weights = found + capacity;
        targets = (int*)(weights + capacity);
        Rows = targets + capacity;
        this.capacity = capacity;
        this.scale = scale;
        bits = VectorPath.Bits;
    }

    /// <summary>Rows in the block.</summary>
    public int Count { get; private set; }

    /// <summary>Which rows they are.</summary>
    public int* Rows { get; }

    /// <summary>The memory after the block's.</summary>
    public readonly float* End => (float*)(Rows + capacity);

    /// <summary>Fills the block with the next rows that count, and copies their values.</summary>
    /// <returns>The row after the last that was looked at.</returns>
    public int Take(LossInputs inputs, int next, float* hidden)
    {
        Count = 0;
        for (; next < inputs.Targets.Length && Count < capacity; next++)
        {
            if (inputs.Targets[next] == CrossEntropy.Ignored) continue;
            Rows[Count] = next;
            targets[Count] = inputs.Targets[next];
            weights[Count] = inputs.WeightOf(next);
            inputs.Hidden.Slice(next * inputs.Dim, inputs.Dim).CopyTo(new Span<float>(hidden + ((nint)Count * inputs.Dim), inputs.Dim));
            Count++;
        }

        return next;
    }

    /// <summary>Takes the rows' logits into maximum and sum.</summary>
    /// <param name="values">The logits, <c>[rows, vocab]</c>.</param>
    /// <param name="vocab">Logits of a row.</param>
    /// <param name="slopes">Whether the logits become the loss's slopes along them but for a factor of each row: products with them are linear in it, and multiplied with it by <see cref="Scale"/> where rows are shorter than the vocabulary.</param>
    /// <param name="team">Who works on it.</param>
    public void AddUp(float* values, int vocab, bool slopes, WorkerTeam team)
    {
        logits = values;
        tokens = vocab;
        toSlopes = slopes;
        team.Run(ref this, Count);
    }

    /// <summary>Multiplies what belongs to each row with the factor that its slopes lack.</summary>
    /// <param name="values">A row for each of the block, <c>[rows, dim]</c>.</param>
    /// <param name="dim">Values of a row.</param>
    public readonly void Scale(float* values, int dim)
    {
        for (int i = 0; i < Count; i++, values += dim)
        {
            float factor = weights[i] * scale / sums[i];
            switch (bits)
            {
                case 512: RowExponentials.Multiply<Simd512, Vector512<float>>(values, dim, factor); break;
                case 256: RowExponentials.Multiply<Simd256, Vector256<float>>(values, dim, factor); break;
                case 128: RowExponentials.Multiply<Simd128, Vector128<float>>(values, dim, factor); break;
                default: RowExponentials.Multiply<SimdSingle, float>(values, dim, factor); break;
            }
        }
    }

    /// <summary>Maximum and sum become the logarithm of the sum, which is kept as the maximum.</summary>
    /// <returns>The weighted sum of the rows' losses.</returns>
    public readonly double Finish(Span<float> losses, Span<bool> hits)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            if (!hits.IsEmpty) hits[Rows[i]] = found[i] >= largest[i];
            largest[i] += MathF.Log(sums[i]);
            float loss = largest[i] - found[i];
            sum += (double)weights[i] * loss;
            if (!losses.IsEmpty) losses[Rows[i]] = loss;
        }

        return sum;
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

    private readonly void Do<S, V>(int row)
        where S : struct, ISimd<V>
        where V : unmanaged
    {
        float* x = logits + ((nint)row * tokens);
        int target = targets[row];
        found[row] = x[target];
        largest[row] = RowExponentials.Largest<S, V>(x, tokens);
        sums[row] = RowExponentials.Sum<S, V>(x, tokens, largest[row], toSlopes ? x : null);
        if (!toSlopes) return;
        x[target] -= sums[row];
    }
}
