using System.Collections.Immutable;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Models.Training;

/// <summary>An embedding model all of whose weights are trained: a transformer or a static table, what pools its tokens and what comes then.</summary>
/// <remarks>For one trainer at a time.</remarks>
public sealed class TrainableEmbedder
{
    private readonly string folder, weightsFolder;
    private readonly ITrainedTokens source;
    private readonly Pooling pooling;
    private readonly ITrainedVectorStep[] steps;
    private readonly SentenceTokens tokens;
    private readonly ImmutableArray<TrainedTensor> tensors;

    private TrainableEmbedder(string folder, SentenceParts parts)
    {
        (this.folder, weightsFolder, pooling, Dimensions, MaxTokens) = (folder, parts.WeightsFolder, parts.Pooling, parts.Dimensions, parts.MaxTokens);
        source = parts.Source is StaticTable ? TrainableTable.FromFolder(weightsFolder) : TrainableEncoder.FromFolder(weightsFolder);
        tokens = new SentenceTokens(parts);
        var trained = ImmutableArray.CreateBuilder<TrainedTensor>();
        trained.AddRange(source.Parameters.Select(p => new TrainedTensor(weightsFolder, p.Name, p)));
        steps = [.. parts.Steps.Select(step => step is VectorStep.Dense dense ? Dense(dense, trained) : (ITrainedVectorStep)new TrainedNormalize())];
        tensors = trained.ToImmutable();
    }

    /// <summary>Everything that training changes.</summary>
    public ImmutableArray<Parameter> Parameters => [.. tensors.Select(t => t.Parameter)];

    /// <summary>Whether it is a table of tokens alone, which learns at a higher rate than a transformer.</summary>
    public bool IsStatic => source is TrainableTable;

    /// <summary>Values of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Tokens that a text is cut to, special ones included; null for no limit.</summary>
    public int? MaxTokens { get; }

    /// <summary>Begins with the weights of a model.</summary>
    /// <param name="folder">A folder as sentence-transformers, transformers or model2vec lays it out.</param>
    /// <returns>The model; its files are not needed until it is written.</returns>
    /// <exception cref="AssayException">Something is missing, damaged, not supported or not trained, or too large for the memory that is free.</exception>
    public static TrainableEmbedder FromFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var reader = new SentenceFolder(folder, WeightPrecision.AsStored);
        SentenceParts parts = reader.Read();
        try
        {
            return new TrainableEmbedder(folder, parts);
        }
        finally
        {
            parts.Source.Dispose();
            foreach (VectorStep step in parts.Steps) step.Dispose();
        }
    }

    /// <summary>A text as the model reads it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="role">What it is to a search; chooses the prompt.</param>
    /// <returns>Its tokens, cut to what the model takes.</returns>
    public TrainingText Text(string text, TextRole role)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TrainingText(tokens.Of(text, role), tokens.Skipped(role));
    }

    /// <summary>The memory of passes.</summary>
    /// <param name="team">Who works on it.</param>
    /// <param name="dropout">Share of what the tables and each half of a layer give that is dropped in training, 0 to below 1; of no effect on a static table.</param>
    /// <returns>From texts to vectors and back.</returns>
    public TextGradients Gradients(WorkerTeam team, float dropout = 0) => new(source, pooling, steps, team, dropout);

    /// <summary>Writes the model as it is now, with everything else that belongs to the one it began with.</summary>
    /// <param name="target">A folder, made if it is not there; not the one it began with.</param>
    /// <exception cref="AssayException">A file cannot be read or written.</exception>
    public void Write(string target)
    {
        string[] modules = [.. EncoderFingerprint.Modules(folder).Prepend("").Distinct(StringComparer.Ordinal)];
        EncoderFolder.CopySettings(folder, target, modules);
        foreach (IGrouping<string, TrainedTensor> part in tensors.GroupBy(t => t.Folder)) EncoderFolder.WriteWeights(part.Key, Path.Combine(target, Path.GetRelativePath(folder, part.Key)), part);
    }

    private TrainedDense Dense(VectorStep.Dense step, ImmutableArray<TrainedTensor>.Builder trained)
    {
        string name = Path.GetRelativePath(folder, step.Folder).Replace('\\', '/');
        using WeightFile file = WeightFile.Open(step.Folder);
        Parameter Add(string tensor, params ReadOnlySpan<int> shape)
        {
            var parameter = new Parameter($"{name}/{tensor}", [.. shape], decays: shape.Length > 1);
            EncoderNames.Read(file, tensor, parameter);
            trained.Add(new TrainedTensor(step.Folder, tensor, parameter));
            return parameter;
        }

        int outputs = step.Layer.Weights.Outputs;
        var layer = new FullLinear(Add("linear.weight", outputs, step.Layer.Weights.Inputs), step.Layer.Bias is null ? null : Add("linear.bias", outputs));
        return new TrainedDense(layer, outputs, step.Curve);
    }
}
