using System.Collections.Immutable;
using Assay.Evaluation.Judging;

namespace Assay.Judging;

/// <summary>Who judged the answers of an evaluation, and how.</summary>
public sealed record JudgeManifest
{
    /// <summary>As it was asked for.</summary>
    public required string Judge { get; init; }

    /// <summary>What its verdicts depend on: model, version of rules or prompts.</summary>
    public required string Identity { get; init; }

    /// <summary>The measures.</summary>
    public required ImmutableArray<string> Measures { get; init; }

    /// <summary>How often everything was judged.</summary>
    public required int Repeats { get; init; }

    /// <summary>How it did on planted items.</summary>
    public required ControlResult Controls { get; init; }

    /// <summary>Prompt tokens of all judgements, those kept from an earlier run included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars that all judgements cost when they were made; null when the price is not known.</summary>
    public decimal? CostUsd { get; init; }
}
