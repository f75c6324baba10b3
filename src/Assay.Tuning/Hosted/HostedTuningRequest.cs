using Assay.Models.Providers;

namespace Assay.Tuning.Hosted;

/// <summary>What is learned from an example.</summary>
public enum HostedMethod
{
    /// <summary>What the assistant says (<c>messages</c>).</summary>
    Supervised,

    /// <summary>Which of two answers is better (<c>input</c>, <c>preferred_completion</c>, <c>non_preferred_completion</c>).</summary>
    Preference,
}

/// <summary>The settings of a hosted job; null leaves the choice to the provider.</summary>
public sealed record HostedHyperparameters
{
    /// <summary>What is learned.</summary>
    /// <value>Default <see cref="HostedMethod.Supervised"/>.</value>
    public HostedMethod Method { get; init; } = HostedMethod.Supervised;

    /// <summary>Passes over the file, 1 to 50.</summary>
    public int? Epochs { get; init; }

    /// <summary>Examples of one step, 1 to 256.</summary>
    public int? BatchSize { get; init; }

    /// <summary>OpenAI's factor on its own learning rate, above 0; other dialects refuse it.</summary>
    public double? LearningRateMultiplier { get; init; }

    /// <summary>Together's learning rate, above 0; other dialects refuse it.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Weight of the preference, above 0 and at most 2; only for <see cref="HostedMethod.Preference"/>.</summary>
    public double? Beta { get; init; }

    /// <summary>Together's LoRA rank, 1 or more; null for its default. Other dialects refuse it.</summary>
    public int? LoraRank { get; init; }
}

/// <summary>One hosted tuning job as the user wants it.</summary>
public sealed record HostedTuningRequest
{
    /// <summary>The base model: <c>openai:NAME</c>, or <c>https://host/v1#NAME</c>.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>A JSONL file of examples in the provider's format.</summary>
    public required string TrainingFile { get; init; }

    /// <summary>A JSONL file to measure with while training; null for none.</summary>
    public string? ValidationFile { get; init; }

    /// <summary>The settings.</summary>
    /// <value>Default: the provider's.</value>
    public HostedHyperparameters Hyperparameters { get; init; } = new();

    /// <summary>A word for the tuned model's name: 1 to 20 letters a-z, digits and hyphens; null for <c>assay</c>.</summary>
    public string? Suffix { get; init; }

    /// <summary>Seed of the provider's training, 0 or more; null for the provider's choice.</summary>
    public int? Seed { get; init; }

    /// <summary>Which run of the same files and settings this is: the same number never starts, or pays for, a second job.</summary>
    /// <value>Default 1; raise it to train again after a failure, a cancellation or for comparison.</value>
    public int Attempt { get; init; } = 1;

    /// <summary>Most that the job may cost in US dollars; above it, and when the price is unknown, nothing is sent. Null for no limit.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>The provider's price in US dollars per million trained tokens where the list does not know it; null for none.</summary>
    public decimal? TrainingUsdPerMillion { get; init; }

    /// <summary>Most tokens of one example where the list does not know the model's context; null for none.</summary>
    public int? ContextTokens { get; init; }
}
