using System.Collections.Immutable;
using Assay.Evaluation.Answers;

namespace Assay.Comparing;

/// <summary>What predictions are measured by.</summary>
public sealed record PredictionScoreOptions
{
    /// <summary>Names of metrics beside SQuAD's, see <see cref="AnswerMetricSet.All"/>.</summary>
    /// <value>Default empty: all.</value>
    public ImmutableArray<string> Metrics { get; init; } = [];

    /// <summary>What some metrics need to know.</summary>
    /// <value>Default: their defaults.</value>
    public AnswerMetricOptions Scoring { get; init; } = new();

    /// <summary>What a wrong answer costs; a correct one and a right refusal cost nothing.</summary>
    /// <value>Default 1; 0 or more.</value>
    public double WrongAnswerCost { get; init; } = 1;

    /// <summary>A SQLite database on which predictions and accepted answers are run as queries.</summary>
    /// <value>Default null: they are not queries.</value>
    public string? Database { get; init; }
}
