using System.Collections.Immutable;
using Assay.Evaluation.Scoring;

namespace Assay.Evaluating;

/// <summary>An answer with its score and measures.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Score">Its score.</param>
/// <param name="Cells">Its measures.</param>
internal sealed record ScoredAnswer(RecordedAnswer Answer, AnswerScore Score, ImmutableArray<(string Name, MeasureCell Cell)> Cells);

/// <summary>The scored answers of an arm.</summary>
internal sealed class ScoredArm
{
    private readonly Dictionary<string, Dictionary<string, double?>> _values = new(StringComparer.Ordinal);

    /// <summary>Gathers answers.</summary>
    /// <param name="arm">Name of the arm.</param>
    /// <param name="rows">Its answers, of every repetition.</param>
    public ScoredArm(string arm, ImmutableArray<ScoredAnswer> rows)
    {
        (Arm, Rows) = (arm, rows);
        Names = rows.IsEmpty ? [] : [.. rows[0].Cells.Select(c => c.Name)];
        Questions = rows.Select(r => r.Answer.Question).Distinct(StringComparer.Ordinal).Count();
        for (int measure = 0; measure < Names.Length; measure++) _values[Names[measure]] = Gather(measure);
    }

    /// <summary>Name of the arm.</summary>
    public string Arm { get; }

    /// <summary>Its answers.</summary>
    public ImmutableArray<ScoredAnswer> Rows { get; }

    /// <summary>Names of the measures.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Questions asked.</summary>
    public int Questions { get; }

    /// <summary>A measure by question: the mean over the repetitions that have it, null where none has. Questions it does not apply to are left out.</summary>
    public IReadOnlyDictionary<string, double?> Values(string measure) => _values.TryGetValue(measure, out Dictionary<string, double?>? values) ? values : new Dictionary<string, double?>();

    private Dictionary<string, double?> Gather(int measure)
    {
        var sums = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        foreach (ScoredAnswer row in Rows)
        {
            MeasureCell cell = row.Cells[measure].Cell;
            if (!cell.Applies) continue;
            (double sum, int count) = sums.GetValueOrDefault(row.Answer.Question);
            sums[row.Answer.Question] = cell.Value is { } value ? (sum + value, count + 1) : (sum, count);
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.Count == 0 ? (double?)null : Math.Clamp(s.Value.Sum / s.Value.Count, 0, 1), StringComparer.Ordinal);
    }
}
