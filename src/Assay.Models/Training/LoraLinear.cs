using System.Collections.Immutable;
using System.Numerics.Tensors;
using Assay.Models.Adapters;
using Assay.Numerics.Layers.Regularization;
using Assay.Numerics.Matrices;

namespace Assay.Models.Training;

/// <summary>A frozen layer with a trained addition of low rank: <c>y = x · Wᵀ + scale · drop(x) · Aᵀ · B</c> (Hu and others 2021).</summary>
/// <remarks>
/// Both factors lie with the rank outermost, <c>A</c> as <c>[rank, inputs]</c> and <c>B</c> as <c>[rank, outputs]</c>: then the sums over all tokens, which are their slopes, are products of few rows and many columns, and what is
/// long is read where it lies. The other way round each took three times as long.
/// </remarks>
internal sealed class LoraLinear : ITrainedLinear
{
    private const int RowBlock = 512;

    private readonly FrozenLinear frozen;
    private readonly string module;
    private readonly LoraScale strength;
    private readonly int rank;
    private readonly float scale, dropout;
    private readonly ulong number;
    private float[] reduced = [];

    /// <summary>A layer whose addition is 0 at first.</summary>
    /// <param name="frozen">What is added to.</param>
    /// <param name="module">The layer's path in the model's files.</param>
    /// <param name="scale">Rank and strength.</param>
    /// <param name="dropout">Share of inputs that the addition does not see in training, 0 to below 1.</param>
    /// <param name="number">Tells the layer from others when values are dropped.</param>
    public LoraLinear(FrozenLinear frozen, string module, LoraScale scale, float dropout, ulong number)
    {
        this.frozen = frozen;
        (this.module, strength, rank) = (module, scale, scale.Rank);
        (this.scale, this.dropout, this.number) = ((float)scale.Factor, dropout, number);
        A = new Parameter(module + ".lora_A", [rank, frozen.Inputs], decays: true);
        B = new Parameter(module + ".lora_B", [rank, frozen.Outputs], decays: true);
    }

    /// <summary>The factor of the inputs, <c>[rank, inputs]</c>.</summary>
    public Parameter A { get; }

    /// <summary>The factor of the results, <c>[rank, outputs]</c>.</summary>
    public Parameter B { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => ImmutableArray.Create(A, B);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> x, int rows, Span<float> y, in TrainingStep step)
    {
        if (reduced.Length < rows * rank) reduced = new float[rows * rank];
        Span<float> u = reduced.AsSpan(0, rows * rank);
        Gemm.Multiply(new GemmShape(rows, rank, frozen.Inputs, GemmForm.TransposedB), Seen(x, rows, step), A.Values, u, accumulate: false, step.Team);
        TensorPrimitives.Multiply(u, scale, u);
        for (int row = 0; row < rows; row += RowBlock)
        {
            int count = Math.Min(RowBlock, rows - row);
            frozen.Forward(x, row, count, y, step);
            Gemm.Multiply(new GemmShape(count, frozen.Outputs, rank, GemmForm.Plain), u.Slice(row * rank, count * rank), B.Values, y.Slice(row * frozen.Outputs, count * frozen.Outputs), accumulate: true, step.Team);
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, in TrainingStep step)
    {
        Gemm.Multiply(new GemmShape(rank, frozen.Outputs, rows, GemmForm.TransposedA), reduced.AsSpan(0, rows * rank), dy, B.Gradient, accumulate: true, step.Team);
        Span<float> du = step.Scratch.Reduced(rows * rank);
        Gemm.Multiply(new GemmShape(rows, rank, frozen.Outputs, GemmForm.TransposedB), dy, B.Values, du, accumulate: false, step.Team);
        TensorPrimitives.Multiply(du, scale, du);
        Gemm.Multiply(new GemmShape(rank, frozen.Inputs, rows, GemmForm.TransposedA), du, Seen(x, rows, step), A.Gradient, accumulate: true, step.Team);
        if (dx.IsEmpty) return;
        frozen.Backward(x, dy, rows, dx, add, step);
        var shape = new GemmShape(rows, frozen.Inputs, rank, GemmForm.Plain);
        if (!Drops(step))
        {
            Gemm.Multiply(shape, du, A.Values, dx, accumulate: true, step.Team);
            return;
        }

        Span<float> slopes = step.Scratch.Dropped(rows * frozen.Inputs);
        Gemm.Multiply(shape, du, A.Values, slopes, accumulate: false, step.Team);
        Dropout.Apply(slopes, slopes, dropout, step.DropoutSeed!.Value, number, step.Team);
        TensorPrimitives.Add(dx, slopes, dx);
    }

    /// <summary>The addition as it is now, for models that run.</summary>
    public LoraLayer ToLayer()
    {
        float[] b = new float[B.Values.Length];
        for (int output = 0; output < frozen.Outputs; output++)
            for (int k = 0; k < rank; k++) b[(output * rank) + k] = B.Values[(k * frozen.Outputs) + output];
        return new LoraLayer(module, strength, [.. A.Values], b);
    }

    private bool Drops(in TrainingStep step) => dropout > 0 && step.DropoutSeed is not null;

    private ReadOnlySpan<float> Seen(ReadOnlySpan<float> x, int rows, in TrainingStep step)
    {
        if (!Drops(step)) return x;
        Span<float> seen = step.Scratch.Dropped(rows * frozen.Inputs);
        Dropout.Apply(x, seen, dropout, step.DropoutSeed!.Value, number, step.Team);
        return seen;
    }
}
