using System.Collections.Immutable;
using Assay.Decisions.Prices;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>What a user asks <c>assay cost</c>. Amounts are in <see cref="Currency"/>; null was not given.</summary>
public sealed record WhatIfInputs
{
    /// <summary>ISO code of the amounts given and printed.</summary>
    /// <value>USD</value>
    public string Currency { get; init; } = CurrencyRates.Basis;

    /// <summary>Training conversations.</summary>
    public CostRange? Examples { get; init; }

    /// <summary>Tokens of one of them.</summary>
    public CostRange? TokensPerExample { get; init; }

    /// <summary>Tokens of the training data.</summary>
    public CostRange? TrainingTokens { get; init; }

    /// <summary>Passes over the data.</summary>
    public CostRange? Epochs { get; init; }

    /// <summary>Training runs until the first good one.</summary>
    public CostRange? Runs { get; init; }

    /// <summary>Price of a million training tokens.</summary>
    public CostRange? TrainingPrice { get; init; }

    /// <summary>Hours of a graphics processor for a training run.</summary>
    public CostRange? GpuHours { get; init; }

    /// <summary>Price of an hour.</summary>
    public CostRange? GpuPrice { get; init; }

    /// <summary>A graphics processor of the price book, in place of <see cref="GpuPrice"/>.</summary>
    public string? Gpu { get; init; }

    /// <summary>Whether its spot price is meant.</summary>
    public bool Spot { get; init; }

    /// <summary>Tokens of instructions and shown examples in every question.</summary>
    public CostRange? PromptTokens { get; init; }

    /// <summary>Tokens of context in every question.</summary>
    public CostRange? ContextTokens { get; init; }

    /// <summary>Tokens of the question.</summary>
    public CostRange? QueryTokens { get; init; }

    /// <summary>Share of the input read from the cache.</summary>
    public CostRange? CachedShare { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public CostRange? OutputTokens { get; init; }

    /// <summary>Tokens of reasoning.</summary>
    public CostRange? ReasoningTokens { get; init; }

    /// <summary>Questions a month.</summary>
    public CostRange? Requests { get; init; }

    /// <summary>Price of tokens, for <see cref="PricePer"/> of them.</summary>
    public CostRange? Price { get; init; }

    /// <summary>Tokens that <see cref="Price"/> is for: a million or a thousand.</summary>
    /// <value>1,000,000</value>
    public double PricePer { get; init; } = Quantity.Million;

    /// <summary>Price of a million cached tokens.</summary>
    public CostRange? CachedPrice { get; init; }

    /// <summary>Price of a million output tokens.</summary>
    public CostRange? OutputPrice { get; init; }

    /// <summary>A model of the price book.</summary>
    public string? Model { get; init; }

    /// <summary>A price that a project states or looked up, in US dollars.</summary>
    public ModelPrice? ModelPrice { get; init; }

    /// <summary>Whether the tuned version of the model is meant.</summary>
    public bool Tuned { get; init; }

    /// <summary>Tokens of the documents.</summary>
    public CostRange? CorpusTokens { get; init; }

    /// <summary>Price of embedding a million tokens.</summary>
    public CostRange? EmbeddingPrice { get; init; }

    /// <summary>An embedding model of the price book.</summary>
    public string? Embedder { get; init; }

    /// <summary>A vector store of the price book.</summary>
    public string? VectorStore { get; init; }

    /// <summary>Gigabytes in it.</summary>
    public CostRange? StorageGb { get; init; }

    /// <summary>Vectors in it.</summary>
    public CostRange? Vectors { get; init; }

    /// <summary>Numbers of a vector; those of <see cref="Embedder"/> where null.</summary>
    public CostRange? Dimensions { get; init; }

    /// <summary>Read units of one question.</summary>
    public CostRange? ReadUnits { get; init; }

    /// <summary>Write units for all documents once.</summary>
    public CostRange? WriteUnits { get; init; }

    /// <summary>Tokens a second that one graphics processor generates when it is full.</summary>
    public CostRange? TokensPerSecond { get; init; }

    /// <summary>Share of that which is used.</summary>
    public CostRange? Utilisation { get; init; }

    /// <summary>Questions a second at the busiest time.</summary>
    public CostRange? PeakPerSecond { get; init; }

    /// <summary>Share of the answers that are right.</summary>
    public CostRange? PassRate { get; init; }

    /// <summary>Cost of one attempt, where it is not computed from tokens.</summary>
    public CostRange? CostPerAttempt { get; init; }

    /// <summary>What a wrong answer costs.</summary>
    public CostRange? WrongAnswerCost { get; init; }

    /// <summary>S: what a right answer brings.</summary>
    public CostRange? Success { get; init; }

    /// <summary>E: what a wrong answer costs that somebody notices.</summary>
    public CostRange? Failure { get; init; }

    /// <summary>K: what a wrong answer costs that does harm.</summary>
    public CostRange? SevereFailure { get; init; }

    /// <summary>c: share of the wrong answers that do harm.</summary>
    public CostRange? SevereShare { get; init; }

    /// <summary>Arms to compare, as <see cref="ArmText"/> reads them.</summary>
    public ImmutableArray<string> Arms { get; init; } = [];

    /// <summary>The horizon.</summary>
    public int? Months { get; init; }
}
