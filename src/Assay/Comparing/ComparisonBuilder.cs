using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>Turns runs into numbers with intervals, pairs, and a verdict. Pure: the same runs give the same comparison.</summary>
/// <param name="project">Needs, seed, model.</param>
/// <param name="options">The command to show.</param>
/// <param name="questions">Tags.</param>
/// <param name="prices">Date of the prices.</param>
/// <param name="timeProvider">Today, to tell stale prices.</param>
internal sealed class ComparisonBuilder(Project project, CompareOptions options, QuestionSet questions, PriceBook prices, TimeProvider timeProvider)
{
    private const int FewQuestions = 100;

    // Beyond, the distribution of the mean is no question, and going through ten thousand patterns of signs takes seconds.
    private const int MostPermuted = 5_000;

    private readonly IReadOnlyDictionary<string, string> _clusters = QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId);
    private readonly Dictionary<string, bool> _answerable = questions.Questions.ToDictionary(q => q.Id, q => q.Answerable, StringComparer.Ordinal);

    /// <summary>Share of questions on which two arms usually differ; see the planning figures of <see cref="SamplePlanner"/>.</summary>
    private const double UsualDiscordance = 0.2;

    public Comparison Build(ImmutableArray<Run> runs, IngestReport ingested, RetrievalMeasures retrieval, string inputs, Workspace workspace, Func<ImmutableArray<ArmResult>, Verdict> decide)
    {
        ImmutableArray<ArmResult> arms = [.. runs.Select(Result)];
        return new Comparison
        {
            Project = project.Name,
            Model = project.ModelName,
            Questions = questions.Questions.Length,
            Knowledge = new KnowledgeSize(ingested.Documents, ingested.Chunks, ingested.Tokens, ingested.Failures.Length),
            Arms = arms,
            Comparisons = [.. Pairs(runs)],
            Retrieval = retrieval.Means,
            Tags = [.. Tags(runs)],
            Verdict = decide(arms),
            Warnings = [.. Warnings(runs, arms, ingested)],
            PricesOf = prices.Date,
            Inputs = inputs,
            Command = options.Command,
            Report = workspace.ReportFile,
        };
    }

    /// <summary>What is measured of a run.</summary>
    internal ArmResult Result(Run run)
    {
        ClusteredEstimate mean = Clustered.Mean(Scores(run), _clusters);
        AnswerRow[] answered = Answered(run);
        return new ArmResult
        {
            Arm = run.Arm,
            Reference = run.IsReference,
            CanCite = run.CanCite,
            N = mean.N,
            Score = mean.Mean,
            Low = mean.Interval?.Low,
            High = mean.Interval?.High,
            DesignEffect = mean.DesignEffect,
            WorstCase = mean.Missing == 0 ? null : WorstCases.OfMean(mean.Mean, mean.N, mean.Missing),
            Measures = Measures(run).ToImmutableSortedDictionary(m => m.Key, m => m.Value.Average(), StringComparer.Ordinal),
            MeasureN = Measures(run).ToImmutableSortedDictionary(m => m.Key, m => m.Value.Count(v => v is not null), StringComparer.Ordinal),
            Outcomes = run.Rows.GroupBy(r => JsonNamed(r.Score.Outcome)).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            LatencyMs = Percentiles.Of(answered.Select(r => r.SearchMs + r.AnswerMs)),
            Tokens = new TokenResult(MeanOf(answered, r => r.InputTokens), MeanOf(answered, r => r.OutputTokens), answered.Any(r => r.TokensEstimated)) { Cached = MeanOf(answered, r => r.CachedInputTokens) },
            AnswerMs = answered.Length == 0 ? null : answered.Average(r => r.AnswerMs),
            CostPerQuestion = answered.Length > 0 && answered.All(r => r.CostUsd is not null) ? answered.Average(r => r.CostUsd!.Value) : null,
            Version = run.Version,
            PromptTokensSaved = run.Rows.Average(r => r.PromptTokensSaved),
            SkippedRetrieval = run.Rows.Average(r => r.SkippedRetrieval is { } skipped ? (skipped ? 1.0 : 0.0) : (double?)null),
            ShareOfDocuments = run.Rows.Any(r => r.ShareOfDocuments is not null) ? run.Rows.Average(r => r.ShareOfDocuments) : null,
        };
    }

    /// <summary>Scores of a run by question; null where one is missing.</summary>
    internal static Dictionary<string, double?> Scores(Run run) => run.Rows.Where(r => r.Score.Outcome != Outcome.NotApplicable).ToDictionary(r => r.Question, r => r.Score.Score, StringComparer.Ordinal);

    internal static AnswerRow[] Answered(Run run) => [.. run.Rows.Where(r => r.InputTokens > 0)];

    private static double MeanOf(AnswerRow[] rows, Func<AnswerRow, long> value) => rows.Length == 0 ? 0 : rows.Average(value);

    // The values of each part of the score; null where it does not apply.
    private ImmutableSortedDictionary<string, ImmutableArray<double?>> Measures(Run run)
    {
        var measures = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<double?>>(StringComparer.Ordinal);
        void Add(string name, Func<AnswerScore, double?> part) => measures[name] = [.. run.Rows.Select(r => part(r.Score))];
        Add("exact_match", s => s.ExactMatch);
        Add("f1", s => s.TokenF1);
        Add("containment", s => s.Containment);
        Add("facts", s => s.Facts);
        Add("behaviour", s => s.Behaviour);
        Add("contract", s => s.Contract);
        Add("citations", s => s.Citations);
        measures["abstained_answerable"] = Abstained(run, answerable: true);
        measures["abstained_unanswerable"] = Abstained(run, answerable: false);
        return measures.ToImmutable();
    }

    private ImmutableArray<double?> Abstained(Run run, bool answerable) =>
        [.. run.Rows.Where(r => r.Score.Score is not null && _answerable[r.Question] == answerable).Select(r => r.Score.Abstained ? 1.0 : (double?)0.0)];

    private IEnumerable<PairResult> Pairs(ImmutableArray<Run> runs)
    {
        Dictionary<string, double?>[] scores = [.. runs.Select(Scores)];
        foreach (FamilyPair pair in PairedFamily.Of(scores, _clusters, [.. runs.Select(r => r.IsReference)]))
        {
            ClusteredEstimate d = pair.Difference;
            if (d is not { Mean: { } mean, Interval: { } interval }) continue;
            (string a, string b) = (runs[pair.A].Arm, runs[pair.B].Arm);
            Discordance? counts = McNemar.Count(scores[pair.A], scores[pair.B]);
            yield return new PairResult(a, b, d.N, mean, interval.Low, interval.High, !pair.IsShown ? null : mean > 0 ? a : b)
            {
                P = pair.P,
                AdjustedP = pair.AdjustedP,
                PermutationP = d.Clusters > MostPermuted ? null : SignFlip.Test(scores[pair.A], scores[pair.B], _clusters, (ulong)project.Seed).TwoSided,
                McNemarP = counts is null ? null : McNemar.MidP(counts.Value),
                Discordance = counts?.Share,
                StandardDeviation = d.StandardDeviation,
                Clusters = d.Clusters,
                SizeVariation = d.SizeVariation,
                Correlation = d.Correlation,
                DesignEffect = d.DesignEffect,
            };
        }
    }

    private IEnumerable<TagResult> Tags(ImmutableArray<Run> runs)
    {
        foreach (string tag in questions.Questions.SelectMany(q => q.Tags).Distinct().Order(StringComparer.Ordinal))
        {
            HashSet<string> ids = [.. questions.Questions.Where(q => q.Tags.Contains(tag)).Select(q => q.Id)];
            foreach (Run run in runs)
            {
                double[] scores = [.. run.Rows.Where(r => ids.Contains(r.Question)).Select(r => r.Score.Score).OfType<double>()];
                yield return new TagResult(tag, run.Arm, scores.Length, scores.Length > 0 ? scores.Average() : null);
            }
        }
    }

    private IEnumerable<string> Warnings(ImmutableArray<Run> runs, ImmutableArray<ArmResult> arms, IngestReport ingested)
    {
        foreach (IngestFailure failure in ingested.Failures) yield return $"Not read: {failure.Id}: {failure.Reason}";
        foreach (string warning in ingested.Warnings) yield return warning;
        if (project.Model.IsRemote && arms.Any(a => a.N > 0 && a.CostPerQuestion is null && a.Version is null))
        {
            yield return $"The price of {project.Model} is not known, so there is no cost. State it under 'price' in assay.yaml (input and output, in USD per million tokens).";
        }

        if (arms.Any(a => a.CostPerQuestion > 0) && project.Price is null && prices.StaleWarning(DateOnly.FromDateTime(timeProvider.GetUtcNow().UtcDateTime)) is { } stale) yield return stale;
        foreach (Run run in runs)
        {
            int missing = run.Rows.Count(r => r.Failure is not null);
            if (missing > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{run.Arm}: {missing} of {run.Rows.Length} answers are missing; run again to ask only for those.");
        }

        int unscored = questions.Questions.Count(q => q.Answerable && q.Answers.Length == 0 && q.Expect is null);
        if (unscored > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{unscored} of {questions.Questions.Length} questions have no accepted answer: they count for retrieval only.");
        }

        int scored = arms.Max(a => a.N);
        if (scored is > 0 and < FewQuestions)
        {
            yield return SamplePlanner.SmallestDetectable(UsualDiscordance, scored) is { } smallest
                ? string.Create(CultureInfo.InvariantCulture, $"With {scored} scored questions, arms that differ by less than about {100 * smallest:0} points can usually not be told apart. Aim for 200 questions.")
                : string.Create(CultureInfo.InvariantCulture, $"With {scored} scored questions hardly any difference can be told from chance. Aim for 200 questions.");
        }

        if (Clusters(runs) is < QuestionClusters.FewDocuments and > 1 and { } few && scored >= FewQuestions)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"All questions come from {few} documents or sections: what differs between documents is hardly known, so the intervals are wide. Ask about more of them.");
        }
    }

    private int Clusters(ImmutableArray<Run> runs) => runs.Max(r => Clustered.Mean(Scores(r), _clusters).Clusters);

    private static string JsonNamed(Outcome outcome) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}
