using System.Collections.Immutable;
using Assay.Tuning.Contrastive;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>What of a search is tuned.</summary>
public enum EncoderKind
{
    /// <summary>The model that turns queries and passages into vectors.</summary>
    Embedder,

    /// <summary>The model that reads a query with each of the best passages.</summary>
    Reranker,
}

/// <summary>How an embedder or a reranker is tuned. What is null has a default that depends on the model.</summary>
/// <param name="Kind">Which of the two.</param>
public sealed record EncoderTuningSettings(EncoderKind Kind)
{
    /// <summary>The model that training begins with, in the forms of <c>assay.yaml</c>; null for the project's own.</summary>
    public string? Base { get; init; }

    /// <summary>A file of queries with passages that answer them; null for the project's questions.</summary>
    public string? Pairs { get; init; }

    /// <summary>Name of the folder that the result is written to; null for one made of the inputs.</summary>
    public string? Name { get; init; }

    /// <summary>How often every pair is seen.</summary>
    /// <value>3; of a static table 10</value>
    public double? Epochs { get; init; }

    /// <summary>Pairs of a step.</summary>
    /// <value>32; of a reranker 8</value>
    public int? BatchSize { get; init; }

    /// <summary>The greatest learning rate.</summary>
    /// <value>2e-5; of a static table 0.01</value>
    public double? LearningRate { get; init; }

    /// <summary>Which passages the project's search is taken at its word to have found wrongly.</summary>
    public HardNegativeOptions HardNegatives { get; init; } = new();

    /// <summary>Lengths that vectors can be cut to afterwards; empty for whole ones alone.</summary>
    public ImmutableArray<int> Dimensions { get; init; } = [];

    /// <summary>Chooses the order of the pairs, and a new reranker's first weights.</summary>
    public ulong Seed { get; init; }

    /// <summary>How training goes: what is set, and defaults for the rest.</summary>
    /// <param name="isStatic">Whether a table of tokens is trained.</param>
    public TrainingOptions Training(bool isStatic) => new()
    {
        Epochs = Epochs ?? (isStatic ? 10 : 3),
        BatchSize = BatchSize ?? (Kind == EncoderKind.Reranker ? 8 : 32),
        LearningRate = LearningRate ?? (isStatic ? 0.01 : 2e-5),
        WarmUp = 0.1,
        Beta2 = 0.999,
        Seed = Seed,
    };

    /// <summary>The loss of an embedder: whole vectors and each beginning that is asked for count alike.</summary>
    /// <param name="dimensions">Values of whole vectors.</param>
    public ContrastiveOptions Loss(int dimensions) => new()
    {
        Negatives = HardNegatives.Count,
        Prefixes = Dimensions.IsDefaultOrEmpty ? [] : [.. Dimensions.Append(dimensions).Distinct().Order().Select(d => new VectorPrefix(d, 1))],
    };
}
