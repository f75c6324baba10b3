using Assay.Evaluation.Contracts;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluation.Answers;

/// <summary>What some metrics of answers need to know.</summary>
public sealed record AnswerMetricOptions
{
    /// <summary>What answers must look like.</summary>
    /// <value>Default null: <c>contract</c> does not apply.</value>
    public Contract? Contract { get; init; }

    /// <summary>Abstention phrase, and the most words of an answer that is right by containing an accepted one.</summary>
    /// <value>Default: those of <see cref="ScoringOptions"/>.</value>
    public ScoringOptions Scoring { get; init; } = new();

    /// <summary>Largest relative difference of quantities that still match, 0 or more.</summary>
    /// <value>Default 0: equal after conversion, as far as the digits that a <see langword="double"/> holds.</value>
    public double Tolerance { get; init; }
}
