using System.Collections.Immutable;

namespace Assay.Evaluation.Answers;

/// <summary>One answer with what it is measured by.</summary>
public sealed record AnswerCase
{
    /// <summary>What was answered.</summary>
    public required string Answer { get; init; }

    /// <summary>Accepted answers, any of which is right.</summary>
    public ImmutableArray<string> Accepted { get; init; } = [];

    /// <summary>Whether the question can be answered; else a refusal is right.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>Passages in the prompt, which citations count from 1; null when that is not known.</summary>
    public int? Passages { get; init; }
}
