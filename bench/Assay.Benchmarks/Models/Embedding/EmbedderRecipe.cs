using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Assay.Models.Encoders;

namespace Assay.Benchmarks.Models.Embedding;

/// <summary>How a static embedder is made: a file below <c>eng/models</c>.</summary>
internal sealed record EmbedderRecipe
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Chooses rows, pairs and their order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The recipe of the corpus that pairs are mined from, beside this file.</summary>
    public required string Corpus { get; init; }

    /// <summary>Tokens of the vocabulary.</summary>
    public int Vocabulary { get; init; } = 16_384;

    /// <summary>Values of a vector.</summary>
    public int Dimensions { get; init; } = 256;

    /// <summary>Beginnings of vectors that are trained by themselves.</summary>
    public ImmutableArray<int> Prefixes { get; init; } = [64, 128];

    /// <summary>Pairs of each kind at most.</summary>
    public int PairsOfKind { get; init; } = 60_000;

    /// <summary>Pairs held out.</summary>
    public int HeldOut { get; init; } = 2048;

    /// <summary>Pairs of a step.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>How often each pair is seen.</summary>
    public double Epochs { get; init; } = 2;

    /// <summary>The greatest learning rate.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; init; } = 0.05;

    /// <summary>How tokens are counted that stand near each other, which rows begin with.</summary>
    public CooccurrenceOptions Cooccurrence { get; init; } = new();

    /// <summary>How much seldom words weigh at the start: a row is multiplied by a / (a + the token's share of all) (Arora, Liang, Ma 2017).</summary>
    public double Smoothing { get; init; } = 1e-3;

    /// <summary>How much its results count beside those by words, as measured on the <see cref="DevelopmentSets"/>; written into the model's folder.</summary>
    public FusionHint Fusion { get; init; } = new(0.3, 0.3, 0.5);

    /// <summary>The file it was read from.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";
}
