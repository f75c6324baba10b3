using System.Collections.Immutable;
using Assay.Arms;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Causes;

/// <summary>Lets a project answer with nothing handed over, with what is retrieved and with the named pages: the distances are the most that each kind of work could bring.</summary>
/// <param name="sessions">Opens projects.</param>
public sealed class CeilingTest(RunSessions sessions)
{
    private const double Level = 0.05;
    private const string AllRight = "all right";

    /// <summary>Runs the arms; answers that were ever given are not asked for again.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">Version and most cost; its arms are not looked at.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>The report.</returns>
    /// <exception cref="Assay.Text.InputException">Questions, documents or contract cannot be used, or it would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task<CeilingReport> MeasureAsync(Project project, RunOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(options);
        QuestionSet questions = QuestionFiles.Read(project);
        bool hasVersion = options.Version is not null || TunedModels.Find(project, Workspace.Open(project.Root)) is not null;
        ImmutableArray<string> arms = [ArmCatalog.Prompt, ArmCatalog.Rag, ArmCatalog.Oracle, .. hasVersion ? (string[])[ArmCatalog.FineTuned, ArmCatalog.Hybrid] : []];
        (RunSession session, ImmutableArray<string> notes) = await sessions.OpenAsync(project, questions, options with { Arms = arms }, progress, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        ImmutableArray<Run> runs = await session.RunAsync(options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
        CeilingReport report = Build(project.Name, project.ModelName, questions, runs);
        return report with { Version = session.Tuned?.Tuned.Version.Name, Warnings = [.. notes, .. report.Warnings] };
    }

    /// <summary>From runs to distances. Pure: the same runs give the same report.</summary>
    /// <param name="project">Name of the project.</param>
    /// <param name="model">What answered.</param>
    /// <param name="questions">The questions, whose first page is their cluster.</param>
    /// <param name="runs">The runs of the arms.</param>
    /// <returns>The report.</returns>
    internal static CeilingReport Build(string project, string model, QuestionSet questions, ImmutableArray<Run> runs)
    {
        Dictionary<string, string> clusters = questions.Questions.Where(q => q.Documents.Length > 0).ToDictionary(q => q.Id, q => DocumentReference.DocumentId(q.Documents[0]), StringComparer.Ordinal);
        Dictionary<string, Dictionary<string, double?>> scores = runs.ToDictionary(r => r.Arm, r => r.Rows.Where(row => row.Score.Outcome != Outcome.NotApplicable).ToDictionary(row => row.Question, row => row.Score.Score, StringComparer.Ordinal), StringComparer.Ordinal);
        (string Name, string From, string To)[] pairs =
        [
            .. new[]
            {
                ("search", ArmCatalog.Prompt, ArmCatalog.Rag), ("retrieval", ArmCatalog.Rag, ArmCatalog.Oracle), ("training", ArmCatalog.Prompt, ArmCatalog.FineTuned), ("training with retrieval", ArmCatalog.Rag, ArmCatalog.Hybrid),
            }.Where(p => scores.ContainsKey(p.Item2) && scores.ContainsKey(p.Item3)),
        ];
        ClusteredEstimate[] estimates = [.. pairs.Select(p => Clustered.Difference(scores[p.To], scores[p.From], clusters))];
        ImmutableArray<double> adjusted = Holm.Adjust([.. estimates.Select(e => e.PValue())]);
        IEnumerable<CeilingGap> gaps = pairs.Select((p, i) => Gap(p.Name, p.From, p.To, estimates[i], adjusted[i]));
        return new CeilingReport(project, model, questions.Questions.Length)
        {
            Arms = [.. runs.Select(r => Arm(r.Arm, Clustered.Mean(scores[r.Arm], clusters)))],
            Gaps = [.. gaps, Rest(Clustered.Mean(scores[ArmCatalog.Oracle], clusters))],
            Warnings = [.. Warnings(questions, runs)],
        };
    }

    private static CeilingArm Arm(string arm, ClusteredEstimate e) => new(arm, e.Mean, e.Interval?.Low, e.Interval?.High, e.N, e.Missing);

    private static CeilingGap Gap(string name, string from, string to, ClusteredEstimate e, double adjusted) =>
        new(name, from, to, e.Mean, e.Interval?.Low, e.Interval?.High, e.N, e.PValue(), adjusted, Words(name, e, adjusted));

    private static string Words(string name, ClusteredEstimate e, double adjusted)
    {
        if (e is not { Mean: { } mean, Interval: { } interval }) return "too few questions to say";
        string most = Figures.Text($"{Math.Max(0, 100 * interval.High):0.0} points");
        bool isShown = adjusted <= Level;
        return name switch
        {
            "retrieval" when isShown && mean > 0 => Figures.Text($"better retrieval can bring about {100 * mean:0.0} points with this model, and hardly more than {most}"),
            "retrieval" => $"better retrieval is not shown to bring anything with this model; more than {most} is unlikely",
            "search" when isShown => mean > 0 ? "what is retrieved helps" : "what is retrieved harms",
            "search" => "what is retrieved is not shown to help or harm",
            _ when isShown => mean > 0 ? "training helps" : "training harms",
            _ => "training is not shown to help or harm",
        };
    }

    // What the named pages in view leave wrong is no search's fault.
    private static CeilingGap Rest(ClusteredEstimate e) => new("behaviour", ArmCatalog.Oracle, AllRight, 1 - e.Mean, 1 - e.Interval?.High, 1 - e.Interval?.Low, e.N, null, null,
        e.Mean is { } mean ? Figures.Text($"with the right pages in view {100 * (1 - mean):0.0} points are still missing: knowledge of the model, its behaviour, the form, pages or questions that are wrong; no retrieval brings them") : "no question has a score");

    private static IEnumerable<string> Warnings(QuestionSet questions, ImmutableArray<Run> runs)
    {
        int unnamed = questions.Questions.Count(q => q.Answerable && q.Documents.IsEmpty);
        if (unnamed > 0) yield return FormattableString.Invariant($"{unnamed} answerable questions name no page, so the arm with the named pages hands them nothing: the distance of retrieval is too small by what they would gain.");
        foreach (Run run in runs.Where(r => !r.IsComplete)) yield return FormattableString.Invariant($"{run.Arm}: {run.Rows.Count(r => r.Failure is not null)} answers are missing; run again to ask only for those.");
    }
}
