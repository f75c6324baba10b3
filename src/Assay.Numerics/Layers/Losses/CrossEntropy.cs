using Assay.Numerics.Layers.Elementary;
using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Losses;

/// <summary>
/// The loss of a language model, <c>sum_r(w[r] · -log softmax(hidden[r] · matrixᵀ)[target[r]]) / sum_r(w[r])</c>, and its slopes, with the logits of a few rows at a time only.
/// </summary>
/// <remarks>
/// <para>
/// Rows that are ignored are left out. The others are taken as many at a time as have 128 MiB of logits (32 or more): few enough to keep, so that no product is computed twice, and
/// enough that the weights are read seldom. Going through the vocabulary in pieces instead would need 4 MiB and a third more multiplications.
/// </para>
/// <para>Losses are added up in double precision, in the order of the rows. Results do not depend on the number of threads. Allocates nothing once a thread's scratch memory has grown; safe to call concurrently on slopes that are apart.</para>
/// </remarks>
public static unsafe class CrossEntropy
{
    /// <summary>The target of a row that does not count.</summary>
    public const int Ignored = -100;

    private const int LeastRows = 32, MostRows = 512, MostLogits = 1 << 25;

    /// <summary>The mean loss.</summary>
    /// <param name="inputs">Rows, weights of the output layer and targets.</param>
    /// <param name="losses">Takes each row's own loss <c>-log p(target)</c> without its weight, 0 where it is ignored; empty when that is not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>The loss; 0 when no row counts.</returns>
    /// <exception cref="ArgumentException">A length does not match, or a target or weight is outside its range.</exception>
    public static double Forward(LossInputs inputs, Span<float> losses, WorkerTeam team)
    {
        CheckLosses(inputs, losses);
        return Run(inputs, losses, [], [], team);
    }

    /// <summary>The mean loss and its slopes.</summary>
    /// <param name="inputs">Rows, weights of the output layer and targets.</param>
    /// <param name="losses">As in <see cref="Forward"/>.</param>
    /// <param name="dhidden">The slopes along the rows, <c>[rows, dim]</c>; overwritten.</param>
    /// <param name="dmatrix">The slopes along the weights are added to it, <c>[vocab, dim]</c>; empty when they are not wanted.</param>
    /// <param name="team">Who works on it.</param>
    /// <returns>The loss; 0 when no row counts.</returns>
    /// <exception cref="ArgumentException">A length does not match, or a target or weight is outside its range.</exception>
    public static double ForwardBackward(LossInputs inputs, Span<float> losses, Span<float> dhidden, Span<float> dmatrix, WorkerTeam team)
    {
        if (dhidden.Length != inputs.Hidden.Length) throw new ArgumentException($"There is room for {dhidden.Length} of {inputs.Hidden.Length} slopes.", nameof(dhidden));
        if (!dmatrix.IsEmpty && dmatrix.Length != (long)inputs.Vocab * inputs.Dim) throw new ArgumentException($"There is room for {dmatrix.Length} slopes of {(long)inputs.Vocab * inputs.Dim} weights.", nameof(dmatrix));
        CheckLosses(inputs, losses);
        return Run(inputs, losses, dhidden, dmatrix, team);
    }

    private static double Run(LossInputs inputs, Span<float> losses, Span<float> dhidden, Span<float> dmatrix, WorkerTeam team)
    {
        double divisor = inputs.CheckedDivisor(), loss = 0;
        losses.Clear();
        inputs.Hits.Clear();
        dhidden.Clear();
        if (divisor == 0 || inputs.Targets.IsEmpty) return 0;
        int vocab = inputs.Vocab, dim = inputs.Dim, most = Math.Clamp(MostLogits / vocab, LeastRows, MostRows), blocks = (inputs.Targets.Length + most - 1) / most, rowBlock = (inputs.Targets.Length + blocks - 1) / blocks;
        float* memory = Workspace.OfCall((((2L * dim) + vocab + LossBlock.ValuesOfRow) * rowBlock) + 64);
        var block = new LossBlock(memory, rowBlock, (float)(1 / divisor));
        float* own = block.End, rows = own + ((nint)rowBlock * vocab), slopes = rows + ((nint)rowBlock * dim);
        for (int next = 0; next < inputs.Targets.Length;)
        {
            next = block.Take(inputs, next, rows);
            if (block.Count == 0) break;
            var hidden = new ReadOnlySpan<float>(rows, block.Count * dim);
            var logits = new Span<float>(own, checked(block.Count * vocab));
            inputs.Logits(hidden, block.Count, logits, team);
            bool isForward = dhidden.IsEmpty && dmatrix.IsEmpty;
            block.AddUp(own, vocab, !isForward, team);
            loss += block.Finish(losses, inputs.Hits);
            if (isForward) continue;
            block.Scale(rows, dim);
            if (!dmatrix.IsEmpty) Gemm.Multiply(new GemmShape(vocab, dim, block.Count, GemmForm.TransposedA), logits, hidden, dmatrix, accumulate: true, team);
            inputs.Slopes(logits, block.Count, new Span<float>(slopes, block.Count * dim), team);
            block.Scale(slopes, dim);
            for (int i = 0; i < block.Count; i++) new ReadOnlySpan<float>(slopes + ((nint)i * dim), dim).CopyTo(dhidden.Slice(block.Rows[i] * dim, dim));
        }

        return loss / divisor;
    }

    private static void CheckLosses(LossInputs inputs, Span<float> losses)
    {
        if (!losses.IsEmpty && losses.Length != inputs.Targets.Length) throw new ArgumentException($"There is room for {losses.Length} losses of {inputs.Targets.Length} rows.", nameof(losses));
    }
}
