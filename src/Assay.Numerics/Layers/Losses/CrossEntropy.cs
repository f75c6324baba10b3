using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Losses;

/// <summary>
/// The loss of a language model, <c>sum_r(w[r] · -log softmax(hidden[r] · matrixᵀ)[target[r]]) / sum_r(w[r])</c>, and its slopes, with the logits of a few rows and tokens at a time only.
/// </summary>
/// <remarks>
/// <para>
/// Rows are taken 512 at a time, without those that are ignored, and the vocabulary in blocks: a first pass keeps each row's maximum and sum of exponentials, a second computes the logits
/// again, turns them into slopes and multiplies on. That is one product more than with all logits kept, and 4 MiB instead of rows times vocabulary.
/// </para>
/// <para>Losses are added up in double precision, in the order of the rows. Results do not depend on the number of threads. Allocates nothing once a thread's scratch memory has grown; safe to call concurrently on slopes that are apart.</para>
/// </remarks>
public static unsafe class CrossEntropy
{
    /// <summary>The target of a row that does not count.</summary>
    public const int Ignored = -100;

    private const int RowBlock = 512, LogitBlock = 1 << 20;

    /// <summary>The mean loss.</summary>
    /// <param name="inputs">Rows, weights of the output layer and targets.</param>
    /// <param name="losses">Takes each row's own loss <c>-log p(target)</c> without its weight, 0 where it is ignored; empty when that is not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>The loss; 0 when no row counts.</returns>
    /// <exception cref="ArgumentException">A length does not match, or a target or weight is outside its range.</exception>
    public static double Forward(LossInputs inputs, Span<float> losses, WorkerTeam team)
    {
        if (!losses.IsEmpty && losses.Length != inputs.Targets.Length) throw new ArgumentException($"There is room for {losses.Length} losses of {inputs.Targets.Length} rows.", nameof(losses));
        return Run(inputs, losses, [], [], team);
    }

    /// <summary>The mean loss and its slopes.</summary>
    /// <param name="inputs">Rows, weights of the output layer and targets.</param>
    /// <param name="dhidden">The slopes along the rows, <c>[rows, dim]</c>; overwritten.</param>
    /// <param name="dmatrix">The slopes along the weights are added to it, <c>[vocab, dim]</c>; empty when they are not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>The loss; 0 when no row counts.</returns>
    /// <exception cref="ArgumentException">A length does not match, or a target or weight is outside its range.</exception>
    public static double ForwardBackward(LossInputs inputs, Span<float> dhidden, Span<float> dmatrix, WorkerTeam team)
    {
        if (dhidden.Length != inputs.Hidden.Length) throw new ArgumentException($"There is room for {dhidden.Length} of {inputs.Hidden.Length} slopes.", nameof(dhidden));
        if (!dmatrix.IsEmpty && dmatrix.Length != inputs.Matrix.Length) throw new ArgumentException($"There is room for {dmatrix.Length} slopes of {inputs.Matrix.Length} weights.", nameof(dmatrix));
        return Run(inputs, [], dhidden, dmatrix, team);
    }

    private static double Run(LossInputs inputs, Span<float> losses, Span<float> dhidden, Span<float> dmatrix, WorkerTeam team)
    {
        double divisor = inputs.CheckedDivisor(), loss = 0;
        losses.Clear();
        dhidden.Clear();
        if (divisor == 0 || inputs.Targets.IsEmpty) return 0;
        int rowBlock = Math.Min(RowBlock, inputs.Targets.Length), tokenBlock = Math.Min(inputs.Vocab, LogitBlock / rowBlock), dim = inputs.Dim;
        float* memory = Workspace.OfCall((((2L * dim) + tokenBlock + LossBlock.ValuesOfRow) * rowBlock) + 64);
        var block = new LossBlock(memory, rowBlock, (float)(1 / divisor));
        float* logits = block.End, hidden = logits + ((nint)rowBlock * tokenBlock), slopes = hidden + ((nint)rowBlock * dim);
        for (int next = 0; next < inputs.Targets.Length;)
        {
            next = block.Take(inputs, next, hidden);
            if (block.Count == 0) break;
            Logits(inputs, ref block, new ReadOnlySpan<float>(hidden, block.Count * dim), logits, tokenBlock, team);
            loss += block.Finish(losses);
            if (dhidden.IsEmpty) continue;
            Slopes(inputs, ref block, new ReadOnlySpan<float>(hidden, block.Count * dim), logits, tokenBlock, new Span<float>(slopes, block.Count * dim), dmatrix, team);
            for (int i = 0; i < block.Count; i++) new ReadOnlySpan<float>(slopes + ((nint)i * dim), dim).CopyTo(dhidden.Slice(block.Rows[i] * dim, dim));
        }

        return loss / divisor;
    }

    private static void Logits(LossInputs inputs, ref LossBlock block, ReadOnlySpan<float> hidden, float* logits, int tokenBlock, WorkerTeam team)
    {
        for (int first = 0; first < inputs.Vocab; first += tokenBlock)
        {
            Multiply(inputs, block.Count, hidden, first, Math.Min(tokenBlock, inputs.Vocab - first), logits, team);
            block.AddUp(logits, first, Math.Min(tokenBlock, inputs.Vocab - first), team);
        }
    }

    private static void Slopes(
        LossInputs inputs, ref LossBlock block, ReadOnlySpan<float> hidden, float* logits, int tokenBlock, Span<float> slopes, Span<float> dmatrix, WorkerTeam team)
    {
        int dim = inputs.Dim;
        for (int first = 0; first < inputs.Vocab; first += tokenBlock)
        {
            int tokens = Math.Min(tokenBlock, inputs.Vocab - first);

            // A vocabulary of one block still has its logits.
            if (tokens < inputs.Vocab) Multiply(inputs, block.Count, hidden, first, tokens, logits, team);
            block.ToSlopes(logits, first, tokens, team);
            var own = new ReadOnlySpan<float>(logits, block.Count * tokens);
            Gemm.Multiply(new GemmShape(block.Count, dim, tokens, GemmForm.Plain), own, inputs.Matrix.Slice(first * dim, tokens * dim), slopes, accumulate: first > 0, team);
            if (!dmatrix.IsEmpty) Gemm.Multiply(new GemmShape(tokens, dim, block.Count, GemmForm.TransposedA), own, hidden, dmatrix.Slice(first * dim, tokens * dim), accumulate: true, team);
        }
    }

    private static void Multiply(LossInputs inputs, int rows, ReadOnlySpan<float> hidden, int first, int tokens, float* logits, WorkerTeam team) =>
        Gemm.Multiply(new GemmShape(rows, tokens, inputs.Dim, GemmForm.TransposedB), hidden, inputs.Matrix.Slice(first * inputs.Dim, tokens * inputs.Dim), new Span<float>(logits, rows * tokens), accumulate: false, team);
}
