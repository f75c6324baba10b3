using System.Numerics.Tensors;
using Assay.Models.Decoders;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>What happens to the vector of a text after pooling.</summary>
internal abstract record VectorStep : IDisposable
{
    private VectorStep()
    {
    }

    /// <summary>The vector after the step; may be the one before, changed.</summary>
    public abstract float[] Apply(float[] vector);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Gives it length 1; one without length stays as it is.</summary>
    public sealed record Normalize : VectorStep
    {
        /// <inheritdoc/>
        public override float[] Apply(float[] vector)
        {
            TensorPrimitives.Divide(vector, Math.Max(TensorPrimitives.Norm(vector), 1e-12f), vector);
            return vector;
        }
    }

    /// <summary>A linear layer and a curve.</summary>
    /// <param name="Layer">The layer.</param>
    /// <param name="Curve">The curve, by the name of PyTorch's class.</param>
    /// <param name="Folder">Where its weights are.</param>
    public sealed record Dense(LinearLayer Layer, string Curve, string Folder) : VectorStep
    {
        /// <summary>Curves that are known.</summary>
        public static readonly string[] Curves = ["Identity", "Tanh", "Sigmoid", "ReLU", "GELU", "SiLU"];

        /// <inheritdoc/>
        public override float[] Apply(float[] vector)
        {
            float[] y = new float[Layer.Weights.Outputs];
            Layer.Forward(vector, 1, y, WorkerTeam.One);
            switch (Curve)
            {
                case "Tanh": TensorPrimitives.Tanh(y, y); break;
                case "Sigmoid": TensorPrimitives.Sigmoid(y, y); break;
                case "ReLU": Activations.Forward(Activation.Relu, y, y, WorkerTeam.One); break;
                case "GELU": Activations.Forward(Activation.Gelu, y, y, WorkerTeam.One); break;
                case "SiLU": Activations.Forward(Activation.Silu, y, y, WorkerTeam.One); break;
                default: break;
            }

            return y;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Layer.Dispose();
            base.Dispose();
        }
    }
}
