using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Assay.Evaluating;

/// <summary>Every answer of an evaluation with its measures.</summary>
/// <param name="Measures">Names of the measures.</param>
/// <param name="Rows">The answers, by arm.</param>
public sealed record AnswerTable(ImmutableArray<string> Measures, ImmutableArray<AnswerTableRow> Rows)
{
    /// <summary>The answers of an evaluation.</summary>
    /// <param name="record">The evaluation.</param>
    /// <returns>One row an answer.</returns>
    public static AnswerTable Of(EvaluationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ImmutableArray<ScoredArm> arms = EvaluationBuilder.Score(record);
        return new AnswerTable(arms.IsEmpty ? [] : arms[0].Names, [.. arms.SelectMany(a => a.Rows.Select(r => Row(a.Arm, r)))]);
    }

    private static AnswerTableRow Row(string arm, ScoredAnswer row) => new(arm, row.Answer.Question, row.Answer.Repeat, JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Score.Outcome.ToString()), row.Answer.Answer)
    {
        Values = [.. row.Cells.Select(c => c.Cell.Value is { } value ? value.ToString(CultureInfo.InvariantCulture) : c.Cell.Applies ? "missing" : "")],
        LatencyMs = row.Answer.LatencyMs,
        InputTokens = row.Answer.InputTokens,
        OutputTokens = row.Answer.OutputTokens,
        CostUsd = row.Answer.CostUsd,
    };
}

/// <summary>One answer.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Question">Id of the question.</param>
/// <param name="Repeat">Which repetition, from 0.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Answer">What was said.</param>
public sealed record AnswerTableRow(string Arm, string Question, int Repeat, string Outcome, string Answer)
{
    /// <summary>The measures in their order: a number, empty where one does not apply, <c>missing</c> where there is none.</summary>
    public required ImmutableArray<string> Values { get; init; }

    /// <summary>Milliseconds; null where nothing was asked.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Generated tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars; null when a price is unknown.</summary>
    public decimal? CostUsd { get; init; }
}
