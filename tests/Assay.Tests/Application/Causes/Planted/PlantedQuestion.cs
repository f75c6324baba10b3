using System.Collections.Immutable;

namespace Assay.Tests.Application.Causes.Planted;

/// <summary>A question whose faults are known.</summary>
internal sealed record PlantedQuestion
{
    public required string Id { get; init; }

    public required string Text { get; init; }

    /// <summary>None, one or two.</summary>
    public required ImmutableArray<PlantedFault> Faults { get; init; }

    public required bool Answerable { get; init; }

    /// <summary>What the question set accepts.</summary>
    public required ImmutableArray<string> Answers { get; init; }

    /// <summary>The page that the question set names; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>The sentence with the answer, as some page has it; null when none does.</summary>
    public string? Sentence { get; init; }

    /// <summary>What <see cref="Sentence"/> states.</summary>
    public string Value { get; init; } = "";

    /// <summary>The sentence of the older page, and what it states.</summary>
    public (string Sentence, string Value)? Distractor { get; init; }

    /// <summary>What the model says when it makes something up.</summary>
    public required string MadeUp { get; init; }

    /// <summary>Whether it makes something up where it should decline, having seen no answer.</summary>
    public required bool Guesses { get; init; }

    public required string Category { get; init; }

    public required bool Urgent { get; init; }

    public bool Has(PlantedFault fault) => Faults.Contains(fault);
}
