using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Prompting;

/// <summary>What a search for the best prompts found.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Model">The model.</param>
/// <param name="Arms">One entry an arm.</param>
/// <param name="Warnings">What the reader should know.</param>
public sealed record PromptResult(string Project, string Model, ImmutableArray<PromptArmResult> Arms, ImmutableArray<string> Warnings);

/// <summary>What was found for an arm.</summary>
public sealed record PromptArmResult
{
    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Examples that prompts could show.</summary>
    public required int Pool { get; init; }

    /// <summary>Examples that prompts were chosen on.</summary>
    public required int Selection { get; init; }

    /// <summary>Examples that the choice was confirmed on.</summary>
    public required int HeldOut { get; init; }

    /// <summary>The prompts that were tried, the best first, then by the round they were left in.</summary>
    public required ImmutableArray<PromptCandidateResult> Candidates { get; init; }

    /// <summary>The prompt that led on the examples to choose on.</summary>
    public required string Led { get; init; }

    /// <summary>The prompt that is kept.</summary>
    public required BestPrompt Best { get; init; }

    /// <summary>US dollars of all answers and proposals, those that were kept from before included; null when the price is not known.</summary>
    public required decimal? CostUsd { get; init; }
}

/// <summary>A prompt that was tried.</summary>
public sealed record PromptCandidateResult
{
    /// <summary>It in one line.</summary>
    public required string Name { get; init; }

    /// <summary>Its instructions; null for the project's own.</summary>
    public required string? Instructions { get; init; }

    /// <summary>Examples that it was asked; all, unless it was left before.</summary>
    public required int Asked { get; init; }

    /// <summary>Mean score of these; null when none has one.</summary>
    public required double? Score { get; init; }

    /// <summary>95% interval of the score.</summary>
    public required Interval? Interval { get; init; }

    /// <summary>Mean difference to the project's own prompt, on the examples of both; null for that itself.</summary>
    public required double? Difference { get; init; }

    /// <summary>Round in which it was left, from 1; null for one that went to the end.</summary>
    public int? LeftIn { get; init; }

    /// <summary>Mean prompt tokens.</summary>
    public required double InputTokens { get; init; }
}
