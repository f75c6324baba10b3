using System.Collections.Immutable;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluating;

/// <summary>An answer with its score and measures.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Score">Its score.</param>
/// <param name="Cells">Its measures.</param>
internal sealed record ScoredAnswer(RecordedAnswer Answer, AnswerScore Score, ImmutableArray<(string Name, MeasureCell Cell)> Cells);

/// <summary>The scored answers of an arm.</summary>
internal sealed class ScoredArm
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, double?>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Repeats> _repeats = new(StringComparer.Ordinal);

    /// <summary>Gathers answers.</summary>
    /// <param name="arm">Name of the arm.</param>
    /// <param name="rows">Its answers, of every repetition.</param>
    public ScoredArm(string arm, ImmutableArray<ScoredAnswer> rows)
    {
        (Arm, Rows) = (arm, rows);
        Names = rows.IsEmpty ? [] : [.. rows[0].Cells.Select(c => c.Name)];
        Questions = rows.Select(r => r.Answer.Question).Distinct(StringComparer.Ordinal).Count();
        for (int measure = 0; measure < Names.Length; measure++)
        {
            IEnumerable<(string, double?)> answers = rows.Where(r => r.Cells[measure].Cell.Applies).Select(r => (r.Answer.Question, r.Cells[measure].Cell.Value));
            if (rows.Length == Questions)
            {
                _values[Names[measure]] = answers.ToDictionary(StringComparer.Ordinal);
                continue;
            }

            Repeats repeats = Evaluation.Statistics.Repeats.Of(answers);
            _repeats[Names[measure]] = repeats;
            _values[Names[measure]] = repeats.Means;
        }
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
    public IReadOnlyDictionary<string, double?> Values(string measure) => _values.TryGetValue(measure, out IReadOnlyDictionary<string, double?>? values) ? values : new Dictionary<string, double?>();

    /// <summary>How the answers to one question vary beside the questions; null where every question was asked once.</summary>
    public Repeats? Repeats(string measure) => _repeats.GetValueOrDefault(measure);
}
