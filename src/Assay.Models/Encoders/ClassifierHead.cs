using System.Numerics.Tensors;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>The two matrices that make one number of a text.</summary>
/// <param name="config">The architecture.</param>
/// <param name="dense">From the width of the model to itself.</param>
/// <param name="norm">Between the two; only ModernBERT.</param>
/// <param name="output">To one number.</param>
internal sealed class ClassifierHead(EncoderConfig config, LinearLayer dense, NormLayer? norm, LinearLayer output) : IDisposable
{
    /// <summary>Reads the head of a classifier with one label.</summary>
    public static ClassifierHead Load(EncoderConfig config, EncoderLoader loader) => config.Family switch
    {
        EncoderFamily.Bert => new(config, loader.Pooler(), null, loader.Linear("classifier", 1, config.Width, bias: true)),
        EncoderFamily.Roberta => new(config, loader.Linear("classifier.dense", config.Width, config.Width, bias: true), null, loader.Linear("classifier.out_proj", 1, config.Width, bias: true)),
        _ => new(config, loader.Linear("head.dense", config.Width, config.Width, config.ClassifierBias), loader.Norm("head.norm"), loader.Linear("classifier", 1, config.Width, bias: true)),
    };

    /// <summary>The number of a text.</summary>
    /// <param name="states">What the encoder knows of its tokens.</param>
    public float Score(ReadOnlySpan<float> states)
    {
        float[] text = new float[config.Width], hidden = new float[config.Width], score = new float[1];
        new Pooling([config.ClassifierMean ? PoolingMode.Mean : PoolingMode.First]).Apply(states, config.Width, 0, text);
        dense.Forward(text, 1, hidden, WorkerTeam.One);
        if (norm is null) TensorPrimitives.Tanh(hidden, hidden);
        else
        {
            Activations.Forward(config.ClassifierActivation, hidden, hidden, WorkerTeam.One);
            LayerNorm.Forward(hidden, norm.Scale, norm.Shift, config.NormEpsilon, hidden, WorkerTeam.One);
        }

        output.Forward(hidden, 1, score, WorkerTeam.One);
        return score[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        dense.Dispose();
        output.Dispose();
    }
}
