using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;

namespace Assay.QuestionMaking;

/// <summary>What was made of the documents, and what was not and why.</summary>
/// <param name="Questions">In the order they are written in: by kind, then by document.</param>
public sealed record MakingReport(ImmutableArray<Question> Questions)
{
    /// <summary>Questions wanted.</summary>
    public required int Wanted { get; init; }

    /// <summary>Passages that the asker may read.</summary>
    public required int Passages { get; init; }

    /// <summary>Passages that nothing is made of, by reason.</summary>
    public required ImmutableSortedDictionary<PassageSkip, int> Skipped { get; init; }

    /// <summary>What became of each kind.</summary>
    public required ImmutableArray<KindReport> Kinds { get; init; }

    /// <summary>How many drafts each filter dropped.</summary>
    public required ImmutableSortedDictionary<MakingDrop, int> Dropped { get; init; }

    /// <summary>How much of the questions' words stands in the sentences that answer them.</summary>
    public required OverlapDistribution Overlap { get; init; }

    /// <summary>The same of all drafts that were looked at.</summary>
    public required OverlapDistribution DraftOverlap { get; init; }

    /// <summary>Documents that questions are about, and the most questions about one.</summary>
    public required (int Documents, int Most) Spread { get; init; }

    /// <summary>Passages for which the model twice replied something else than what was asked for.</summary>
    public int Unusable { get; init; }

    /// <summary>How often a search finds the documents of the made questions; null without one.</summary>
    public SetRecall? Recall { get; init; }

    /// <summary>The same for the questions that the project has; null where it has none.</summary>
    public SetRecall? OwnRecall { get; init; }
}

/// <summary>What became of the drafts of a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Drafts">How many there were.</param>
/// <param name="Examined">How many were looked at until there were enough.</param>
/// <param name="Made">How many became questions.</param>
public sealed record KindReport(MadeKind Kind, int Drafts, int Examined, int Made);
