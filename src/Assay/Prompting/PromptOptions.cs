using System.Collections.Immutable;
using Assay.Running;

namespace Assay.Prompting;

/// <summary>How the best prompt is looked for. <see cref="RunOptions.Arms"/>: <c>prompt</c>, <c>rag</c> or both; empty for those that the project measures.</summary>
public sealed record PromptOptions : RunOptions
{
    /// <summary>Most proposals one may ask for.</summary>
    public const int MostProposals = 50;

    /// <summary>Instructions that the chat model is asked to propose.</summary>
    /// <value>4; 0 to <see cref="MostProposals"/></value>
    public int Proposals { get; init; } = 4;

    /// <summary>Numbers of examples to show that are tried.</summary>
    /// <value>0, 2, 4, 8; 0 is always among them</value>
    public ImmutableArray<int> Shots { get; init; } = [0, 2, 4, 8];

    /// <summary>Which examples are shown, chosen on and confirmed on.</summary>
    /// <value>null: the project's seed</value>
    public int? Seed { get; init; }
}
