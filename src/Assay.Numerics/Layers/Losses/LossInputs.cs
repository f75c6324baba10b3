using Assay.Numerics.Matrices;
using Assay.Numerics.Parallel;

namespace Assay.Numerics.Layers.Losses;

/// <summary>What the loss of a language model is computed from.</summary>
/// <param name="hidden">The last layer's results, row-major <c>[rows, dim]</c>.</param>
/// <param name="matrix">The output layer's weights, row-major <c>[vocab, dim]</c>.</param>
/// <param name="dim">Values of a row, 1 or more.</param>
/// <param name="targets">The token that each row should give, or <see cref="CrossEntropy.Ignored"/>.</param>
/// <param name="weights">How much each row counts; empty for 1 each. Less than 0 only with a <see cref="Divisor"/>: the row's loss is then to grow.</param>
public readonly ref struct LossInputs(ReadOnlySpan<float> hidden, ReadOnlySpan<float> matrix, int dim, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights = default)
{
    private readonly IWeightMatrix? frozen;

    /// <summary>The same with an output layer that is not trained, in whatever form it is kept.</summary>
    /// <param name="hidden">The last layer's results, row-major <c>[rows, inputs]</c>.</param>
    /// <param name="matrix">The output layer, with an output for each token.</param>
    /// <param name="targets">The token that each row should give, or <see cref="CrossEntropy.Ignored"/>.</param>
    /// <param name="weights">How much each row counts; empty for 1 each. Less than 0 only with a <see cref="Divisor"/>: the row's loss is then to grow.</param>
    public LossInputs(ReadOnlySpan<float> hidden, IWeightMatrix matrix, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights = default)
        : this(hidden, default, matrix.Inputs, targets, weights) => frozen = matrix;

    /// <summary>The last layer's results.</summary>
    public ReadOnlySpan<float> Hidden { get; } = hidden;

    /// <summary>The output layer's weights.</summary>
    public ReadOnlySpan<float> Matrix { get; } = matrix;

    /// <summary>Values of a row.</summary>
    public int Dim { get; } = dim;

    /// <summary>The token that each row should give.</summary>
    public ReadOnlySpan<int> Targets { get; } = targets;

    /// <summary>How much each row counts.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>What losses are divided by; the sum of the weights of rows that count when it is 0. A batch that is computed in pieces is divided by the sum over all of them.</summary>
    /// <value>0 unless it is set.</value>
    public double Divisor { get; init; }

    /// <summary>Takes for each row whether its target is the likeliest token, false where it is ignored; empty when that is not wanted.</summary>
    public Span<bool> Hits { get; init; }

    internal int Vocab => frozen?.Outputs ?? (Matrix.Length / Dim);

    internal float WeightOf(int row) => Targets[row] == CrossEntropy.Ignored ? 0 : Weights.IsEmpty ? 1 : Weights[row];

    // logits = hidden · matrixᵀ
    internal void Logits(ReadOnlySpan<float> rows, int count, Span<float> logits, WorkerTeam team)
    {
        if (frozen is not null) frozen.Multiply(rows, count, logits, team);
        else Gemm.Multiply(new GemmShape(count, Vocab, Dim, GemmForm.TransposedB), rows, Matrix, logits, accumulate: false, team);
    }

    // dhidden = dlogits · matrix
    internal void Slopes(ReadOnlySpan<float> dlogits, int count, Span<float> dhidden, WorkerTeam team)
    {
        if (frozen is not null) frozen.MultiplyTransposed(dlogits, count, dhidden, add: false, team);
        else Gemm.Multiply(new GemmShape(count, Dim, Vocab, GemmForm.Plain), dlogits, Matrix, dhidden, accumulate: false, team);
    }

    // Checks everything and answers what losses are divided by.
    internal double CheckedDivisor()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Dim, 1);
        if (Hidden.Length != (long)Targets.Length * Dim) throw new ArgumentException($"{Hidden.Length} values are not {Targets.Length} rows of {Dim}.");
        if (Matrix.Length % Dim != 0) throw new ArgumentException($"{Matrix.Length} weights are not rows of {Dim}.");
        if (!Weights.IsEmpty && Weights.Length != Targets.Length) throw new ArgumentException($"{Weights.Length} weights do not match {Targets.Length} rows.");
        if (!Hits.IsEmpty && Hits.Length != Targets.Length) throw new ArgumentException($"There is room for {Hits.Length} hits of {Targets.Length} rows.");
        if (!(Divisor >= 0)) throw new ArgumentException($"Losses cannot be divided by {Divisor}.");
        double total = 0;
        for (int row = 0; row < Targets.Length; row++)
        {
            if (Targets[row] != CrossEntropy.Ignored && (uint)Targets[row] >= (uint)Vocab) throw new ArgumentException($"Row {row} should give token {Targets[row]}; there are {Vocab}.");
            float weight = WeightOf(row);
            if (!float.IsFinite(weight) || (weight < 0 && Divisor == 0)) throw new ArgumentException($"Row {row} has the weight {weight}{(weight < 0 ? ", and there is no divisor" : "")}.");
            total += weight;
        }

        return Divisor > 0 ? Divisor : total;
    }
}
