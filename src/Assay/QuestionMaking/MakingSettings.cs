using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.Retrieval.Permissions;

namespace Assay.QuestionMaking;

/// <summary>How questions are made of documents.</summary>
public sealed record MakingSettings
{
    /// <summary>Questions wanted.</summary>
    /// <value>100; 1 to 10,000.</value>
    public int Count { get; init; } = 100;

    /// <summary>The kinds, each with the same share as far as the documents have it.</summary>
    /// <value>all</value>
    public ImmutableArray<MadeKind> Kinds { get; init; } = MadeKinds.All;

    /// <summary>Draws which of too many are taken.</summary>
    /// <value>0</value>
    public ulong Seed { get; init; }

    /// <summary>Largest share of a question's words that may stand in the sentence that answers it; questions that share fewer than four words with it pass.</summary>
    /// <value>0.8; 0 to 1.</value>
    public double MaxOverlap { get; init; } = 0.8;

    /// <summary>On whose behalf documents are read; the questions are asked on their behalf too. Null for what everyone may read.</summary>
    public Principal? Principal { get; init; }
}
