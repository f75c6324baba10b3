using System.Collections.Immutable;
using System.Text.Json;
using Assay.Arms;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Causes;

/// <summary>Finds out why the answers of an arm failed.</summary>
/// <param name="sessions">Opens projects.</param>
public sealed class CauseAnalyzer(RunSessions sessions)
{
    /// <summary>Runs the arm, asks its failed questions again under switches, and keeps report and details among the runs of the workspace.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">Which arm, how often, for how much.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept, and the same call goes on from there.</param>
    /// <returns>The report.</returns>
    /// <exception cref="Assay.Text.InputException">Questions, documents or contract cannot be used, or the arm's own run would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task<CauseReport> AnalyzeAsync(Project project, CauseOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(options);
        QuestionSet questions = QuestionFiles.Read(project);
        string arm = options.Arms.Length == 1 ? options.Arms[0] : project.Arms.Contains(ArmCatalog.Rag) ? ArmCatalog.Rag : project.Arms[0];
        (RunSession session, ImmutableArray<string> notes) = await sessions.OpenAsync(project, questions, options with { Arms = [arm] }, progress, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        using CauseModels models = CauseModels.Of(session, sessions.Models, arm);
        (CauseReport report, ImmutableArray<CauseRow> rows) = await AnalyzeAsync(session, models, options with { Arms = [arm] }, progress, cancellationToken).ConfigureAwait(false);
        string details = Path.Combine(session.Workspace.RunsFolder, $"causes-{arm}.jsonl");
        report = report with { Inputs = session.Inputs, Details = details, Warnings = [.. notes, .. report.Warnings] };
        AtomicFile.Write(details, w =>
        {
            foreach (CauseRow row in rows) w.WriteLine(JsonSerializer.Serialize(row, JsonFormat.Compact));
        });
        AtomicFile.Write(Path.ChangeExtension(details, ".json"), JsonSerializer.Serialize(report, JsonFormat.Indented) + "\n");
        return report;
    }

    /// <summary>The same for a project that is open, with models of one's own; nothing is written but answers.</summary>
    /// <param name="session">The project.</param>
    /// <param name="models">What can answer.</param>
    /// <param name="options">How often, for how much; the first arm, or <c>rag</c>.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>The report, and every examined question.</returns>
    public static async Task<(CauseReport Report, ImmutableArray<CauseRow> Rows)> AnalyzeAsync(RunSession session, CauseModels models, CauseOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(options);
        string arm = options.Arms.IsEmpty ? ArmCatalog.Rag : options.Arms[0];
        Examined examined = await new CauseSearch(session, models, options, progress).ExamineAsync(arm, cancellationToken).ConfigureAwait(false);
        var ranking = new RemedyRanking(session.Project, examined, models.Price, options.HourCostUsd);
        return CauseReportBuilder.Build(session.Project, examined, ranking, models.IsDeterministic ? 1 : options.Repeats);
    }
}
