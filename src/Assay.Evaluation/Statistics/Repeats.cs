using System.Collections.Immutable;

namespace Assay.Evaluation.Statistics;

/// <summary>Several answers to one question: averaged within the question, so that no repeat passes for a question, and their variance told apart from that between questions.</summary>
/// <remarks>
/// One-way analysis of variance with random questions (Searle, Casella and McCulloch 1992): within = Σ (x − mean of its question)² / (answers − questions); between = (B − within) / r₀, at least 0, with B the mean
/// square between questions and r₀ the size of a group that stands for unequal ones. The mean over n questions with r answers each then has the variance (between + within / r) / n.
/// </remarks>
public sealed record Repeats
{
    /// <summary>Mean score of each question over its answers; null where none has a score.</summary>
    public required ImmutableSortedDictionary<string, double?> Means { get; init; }

    /// <summary>Answers with a score.</summary>
    public required int Answers { get; init; }

    /// <summary>Answers without one.</summary>
    public required int Missing { get; init; }

    /// <summary>Variance of a question's true mean between questions; null where no question has two answers, or only one question has any.</summary>
    public double? Between { get; init; }

    /// <summary>Variance of the answers to one question; null where no question has two.</summary>
    public double? Within { get; init; }

    /// <summary>Mean number of scored answers a question, of those that have any.</summary>
    public double PerQuestion { get; init; }

    /// <summary>Share of the variance of the overall mean that more repeats of the same questions could take away, in [0, 1]; null where it is not known, or nothing varies.</summary>
    public double? ShareOfRepeats => Between is { } between && Within is { } within && between + within > 0 ? within / PerQuestion / (between + (within / PerQuestion)) : null;

    /// <summary>Gathers answers by question.</summary>
    /// <param name="answers">Question and score of every answer; null where the score is missing.</param>
    /// <returns>One mean a question, and the variances.</returns>
    public static Repeats Of(IEnumerable<(string Question, double? Score)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var groups = answers.GroupBy(a => a.Question, StringComparer.Ordinal)
            .Select(g => (Question: g.Key, Scores: g.Where(a => a.Score is not null).Select(a => PairedScores.Checked(a.Score!.Value)).Order().ToArray(), Count: g.Count())).OrderBy(g => g.Question, StringComparer.Ordinal).ToArray();
        double[][] scored = [.. groups.Select(g => g.Scores).Where(s => s.Length > 0)];
        int total = scored.Sum(s => s.Length);
        Repeats plain = new()
        {
            Means = groups.ToImmutableSortedDictionary(g => g.Question, g => g.Scores.Length == 0 ? (double?)null : g.Scores.Average(), StringComparer.Ordinal),
            Answers = total, Missing = groups.Sum(g => g.Count) - total, PerQuestion = scored.Length == 0 ? 0 : (double)total / scored.Length,
        };
        return scored.Length == total ? plain : Split(plain, scored, total);
    }

    /// <summary>What a budget of more answers is best spent on.</summary>
    /// <param name="questionCost">What a new question costs besides its answers (writing it), in answers; 0 or more.</param>
    /// <returns>Repeats a question that give the smallest error for the money: √(questionCost · within / between) (Cochran 1977, 10.6), at least 1; null where the variances are not known, or only repeats vary.</returns>
    public int? BestRepeats(double questionCost)
    {
        if (!(questionCost >= 0)) throw new ArgumentOutOfRangeException(nameof(questionCost), questionCost, "Must be 0 or more.");
        if (Between is not > 0 || Within is not { } within) return null;
        return (int)Math.Clamp(Math.Round(Math.Sqrt(questionCost * within / Between.Value)), 1, 1_000);
    }

    private static Repeats Split(Repeats plain, double[][] scored, int total)
    {
        double mean = scored.Sum(s => s.Sum()) / total, squares = scored.Sum(s => (double)s.Length * s.Length);
        double within = scored.Sum(s => s.Sum(x => (x - s.Average()) * (x - s.Average()))) / (total - scored.Length);
        if (scored.Length < 2) return plain with { Within = within };
        double between = scored.Sum(s => s.Length * (s.Average() - mean) * (s.Average() - mean)) / (scored.Length - 1), perQuestion = (total - (squares / total)) / (scored.Length - 1);
        return plain with { Within = within, Between = Math.Max(0, (between - within) / perQuestion) };
    }
}
