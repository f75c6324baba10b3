using System.Text.Json.Serialization;
using Assay.Models.Encoders;

namespace Assay.Benchmarks.Models.Reranking;

/// <summary>How a reranker is made: a file below <c>eng/models</c>.</summary>
internal sealed record RerankRecipe
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Chooses weights, queries, negatives and their order.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The recipe of the corpus that queries are mined from, beside this file.</summary>
    public required string Corpus { get; init; }

    /// <summary>Its shape.</summary>
    public RerankShape Shape { get; init; } = new();

    /// <summary>Queries of each kind at most.</summary>
    public int QueriesOfKind { get; init; } = 12_000;

    /// <summary>Passages that the search finds and that do not answer, beside each that does.</summary>
    public int Negatives { get; init; } = 6;

    /// <summary>Queries held out.</summary>
    public int HeldOut { get; init; } = 512;

    /// <summary>Queries of a step.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>How often each query is seen.</summary>
    public double Epochs { get; init; } = 1;

    /// <summary>The greatest learning rate.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>How much its order counts beside that of the search, as measured on the development collections; written into the model's folder.</summary>
    public RerankHint Hint { get; init; } = new(0.2);

    /// <summary>The file it was read from.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";
}

/// <summary>The shape of a BERT with two heads.</summary>
internal sealed record RerankShape
{
    /// <summary>Values of a token.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Layers, two at least.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Values within a layer's second half.</summary>
    public int FeedForward { get; init; } = 512;

    /// <summary>Tokens of a query and a passage together at most.</summary>
    public int Positions { get; init; } = 256;
}
