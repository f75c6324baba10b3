using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Projects;

namespace Assay.Causes;

/// <summary>From what was seen of failed questions to figures. Pure: the same answers give the same report.</summary>
internal static class CauseReportBuilder
{
    private const int MostExamples = 3;

    /// <summary>Builds the report and its details.</summary>
    /// <param name="project">The project.</param>
    /// <param name="examined">What was seen.</param>
    /// <param name="ranking">Ranks advice.</param>
    /// <param name="repeats">How often was asked.</param>
    public static (CauseReport Report, ImmutableArray<CauseRow> Rows) Build(Project project, Examined examined, RemedyRanking ranking, int repeats)
    {
        ImmutableArray<ExaminedCase> cases = examined.Cases;
        ImmutableArray<CauseFinding> findings = [.. cases.Select(c => CauseRule.Decide(c.Case))];
        double[] scores = [.. examined.Run.Rows.Select(r => r.Score.Score).OfType<double>()];
        var report = new CauseReport
        {
            Project = project.Name,
            Arm = examined.Run.Arm,
            Model = project.ModelName,
            Questions = examined.Run.Rows.Length,
            Score = scores.Length == 0 ? null : scores.Average(),
            Failed = examined.Failed,
            Examined = cases.Length,
            Chance = findings.Count(f => f.IsChance),
            Unanswered = findings.Count(f => f.IsUnanswered),
            Unexplained = findings.Count(f => f.Causes.IsEmpty && !f.IsChance && !f.IsUnanswered),
            Repeats = repeats,
            Causes = [.. Enum.GetValues<Cause>().Select(c => Share(c, cases, findings)).Where(s => s.N > 0).OrderByDescending(s => s.N).ThenBy(s => s.Cause)],
            Places = cases.Where(c => c.Question.Answerable).GroupBy(c => JsonNamingPolicy.SnakeCaseLower.ConvertName(c.Case.Gold.Place.ToString())).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            Switches = [.. cases.SelectMany(c => c.Case.Trials.Keys).Distinct().OrderBy(s => s.Model).ThenBy(s => s.Passages).Select(s => new SwitchResult(s.Name, cases.Count(c => c.Case.Of(s).Length > 0), cases.Count(c => c.Case.IsRight(s))))],
            Next = ranking.Rank(findings),
            SpentUsd = examined.SpentUsd,
            Complete = examined.IsComplete,
            Assumptions = RemedyRanking.Assumptions,
            Warnings = [.. Warnings(examined)],
        };
        return (report, [.. cases.Zip(findings, Row)]);
    }

    /// <summary>Questions about the same page resemble each other.</summary>
    internal static Dictionary<string, string> Clusters(IEnumerable<ExaminedCase> cases) =>
        cases.Where(c => c.Question.Documents.Length > 0).ToDictionary(c => c.Question.Id, c => DocumentReference.DocumentId(c.Question.Documents[0]), StringComparer.Ordinal);

    private static CauseShare Share(Cause cause, ImmutableArray<ExaminedCase> cases, ImmutableArray<CauseFinding> findings)
    {
        var indicator = new Dictionary<string, double?>(StringComparer.Ordinal);
        var having = new List<(ExaminedCase Case, CauseFinding Finding)>();
        for (int i = 0; i < cases.Length; i++)
        {
            bool has = findings[i].Causes.Contains(cause);
            indicator[cases[i].Question.Id] = has ? 1 : 0;
            if (has) having.Add((cases[i], findings[i]));
        }

        ClusteredEstimate estimate = Clustered.Mean(indicator, Clusters(cases));
        CauseExample[] examples = [.. having.OrderByDescending(h => h.Finding.Confidence).Take(MostExamples).Select(h => new CauseExample(h.Case.Question.Id, h.Case.Question.Text, h.Finding.Because))];
        return new CauseShare(cause, having.Count, estimate.Mean ?? 0, estimate.Interval?.Low, estimate.Interval?.High, having.Count == 0 ? 0 : having.Average(h => h.Finding.Confidence), [.. examples]);
    }

    private static CauseRow Row(ExaminedCase item, CauseFinding finding) => new()
    {
        Question = item.Question.Id,
        Text = item.Question.Text,
        Causes = finding.Causes,
        Confidence = finding.Confidence,
        Because = finding.Because,
        Chance = finding.IsChance,
        Place = item.Question.Answerable ? item.Case.Gold.Place : null,
        Rank = item.Case.Gold.Rank,
        PageHoldsAnswer = item.Case.Gold.HoldsAnswer,
        Cure = finding.Cure?.Name,
        Switches = item.Case.Trials.ToImmutableSortedDictionary(t => t.Key.Name, t => string.Create(CultureInfo.InvariantCulture, $"{t.Value.Count(s => s.Right)}/{t.Value.Count(s => !s.Missing)}"), StringComparer.Ordinal),
        Documents = item.Question.Documents,
        Answer = item.Row.Answer,
    };

    private static IEnumerable<string> Warnings(Examined examined)
    {
        if (!examined.IsComplete) yield return "The money allowed did not suffice for every switch: what is left open counts by what was seen. Allow more with --max-cost; what was asked is kept.";
        if (examined.Cases.Length < examined.Failed) yield return FormattableString.Invariant($"{examined.Cases.Length} of {examined.Failed} failed questions were examined, drawn in proportion to what they are like; counts are of these, gains are for all.");
        int missing = examined.Run.Rows.Count(r => r.Failure is not null);
        if (missing > 0) yield return FormattableString.Invariant($"{missing} answers are missing, because the provider failed; run again to ask for them.");
    }
}
