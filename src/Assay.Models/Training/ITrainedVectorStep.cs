using System.Numerics.Tensors;
using Assay.Numerics.Layers.Activations;

namespace Assay.Models.Training;

/// <summary>What happens to the vectors of texts after pooling, on its way forward and back.</summary>
internal interface ITrainedVectorStep
{
    /// <summary>What training changes; none for most.</summary>
    IEnumerable<Parameter> Parameters { get; }

    /// <summary>The vectors after the step.</summary>
    /// <param name="x">Vectors, row-major <c>[rows, values]</c>; not changed.</param>
    /// <param name="rows">Number of vectors.</param>
    /// <param name="step">The pass.</param>
    float[] Forward(float[] x, int rows, in TrainingStep step);

    /// <summary>Adds to the gradients of the parameters and gives the slopes along the vectors before the step.</summary>
    /// <param name="x">What the way forward was given.</param>
    /// <param name="y">What it gave.</param>
    /// <param name="dy">The loss's slopes along that; changed.</param>
    /// <param name="rows">Number of vectors.</param>
    /// <param name="step">The pass.</param>
    float[] Backward(float[] x, float[] y, float[] dy, int rows, in TrainingStep step);
}

/// <summary>Gives vectors length 1: <c>y = x / max(|x|, 1e-12)</c>, so <c>dx = (dy - y · (y·dy)) / |x|</c>.</summary>
internal sealed class TrainedNormalize : ITrainedVectorStep
{
    private const float Least = 1e-12f;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [];

    /// <inheritdoc/>
    public float[] Forward(float[] x, int rows, in TrainingStep step)
    {
        float[] y = new float[x.Length];
        int width = x.Length / Math.Max(1, rows);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> one = x.AsSpan(row * width, width);
            TensorPrimitives.Divide(one, Math.Max(TensorPrimitives.Norm(one), Least), y.AsSpan(row * width, width));
        }

        return y;
    }

    /// <inheritdoc/>
    public float[] Backward(float[] x, float[] y, float[] dy, int rows, in TrainingStep step)
    {
        float[] dx = new float[x.Length];
        int width = x.Length / Math.Max(1, rows);
        for (int row = 0; row < rows; row++)
        {
            float norm = TensorPrimitives.Norm<float>(x.AsSpan(row * width, width));
            if (norm <= Least) continue;
            ReadOnlySpan<float> result = y.AsSpan(row * width, width), slope = dy.AsSpan(row * width, width);
            Span<float> to = dx.AsSpan(row * width, width);
            TensorPrimitives.MultiplyAdd(result, -TensorPrimitives.Dot(result, slope), slope, to);
            TensorPrimitives.Divide(to, norm, to);
        }

        return dx;
    }
}

/// <summary>A linear layer and a curve.</summary>
/// <param name="layer">The layer.</param>
/// <param name="outputs">Values of its results.</param>
/// <param name="curve">The curve, by the name of PyTorch's class.</param>
internal sealed class TrainedDense(ITrainedLinear layer, int outputs, string curve) : ITrainedVectorStep
{
    private float[] linear = [];

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => layer.Parameters;

    /// <inheritdoc/>
    public float[] Forward(float[] x, int rows, in TrainingStep step)
    {
        linear = new float[rows * outputs];
        layer.Forward(x, rows, linear, step);
        float[] y = new float[linear.Length];
        switch (curve)
        {
            case "Tanh": TensorPrimitives.Tanh(linear, y); break;
            case "Sigmoid": TensorPrimitives.Sigmoid(linear, y); break;
            default:
                if (Kind is { } kind) Activations.Forward(kind, linear, y, step.Team);
                else linear.CopyTo(y, 0);
                break;
        }

        return y;
    }

    /// <inheritdoc/>
    public float[] Backward(float[] x, float[] y, float[] dy, int rows, in TrainingStep step)
    {
        float[] dlinear = dy;
        if (Kind is { } kind) Activations.Backward(kind, linear, dy, dlinear = new float[dy.Length], step.Team);
        for (int i = 0; i < dy.Length && curve is "Tanh" or "Sigmoid"; i++) dlinear[i] *= curve == "Tanh" ? 1 - (y[i] * y[i]) : y[i] * (1 - y[i]);
        float[] dx = new float[x.Length];
        layer.Backward(x, dlinear, rows, dx, add: false, step);
        return dx;
    }

    private Activation? Kind => curve switch { "ReLU" => Activation.Relu, "GELU" => Activation.Gelu, "SiLU" => Activation.Silu, _ => null };
}
