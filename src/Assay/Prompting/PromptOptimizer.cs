using System.Collections.Immutable;
using Assay.Arms;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Examples.Checks;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>
/// Looks for the best prompt of a project's model: how many of its examples a prompt shows and which, and what its instructions say. Prompts race on examples that none of them shows; the one that
/// leads is kept when other examples do not show it to be worse than the project's own. The questions of the evaluation take no part, so that a comparison stays honest.
/// </summary>
/// <param name="sessions">Opens projects.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class PromptOptimizer(RunSessions sessions, TimeProvider timeProvider)
{
    private const double Alpha = 0.05;

    /// <summary>Looks for the best prompts.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">What is tried.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers and proposals that arrived are kept, so that the next run goes on there.</param>
    /// <returns>What was found; the prompts are also kept in the workspace.</returns>
    /// <exception cref="InputException">The model takes no prompt, there are too few examples, or it would cost more than allowed.</exception>
    /// <exception cref="ProviderException">The provider is down or refuses the key.</exception>
    public async Task<PromptResult> OptimizeAsync(Project project, PromptOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(options);
        Check(project, options);
        project = project with { UsesBestPrompt = false };
        int seed = options.Seed ?? project.Seed;
        PromptExamples examples = PromptExamples.Read(project, cancellationToken);
        Workspace workspace = Workspace.Open(project.Root);
        var warnings = new List<string>();
        SourceDocument[] documents = Documents(project, workspace, progress, cancellationToken);
        PromptParts parts = PromptParts.Of(examples, project, seed, documents, cancellationToken);
        var budget = new PromptBudget(options.MaxCostUsd);
        var results = ImmutableArray.CreateBuilder<PromptArmResult>();
        foreach (string arm in Arms(project, options, documents.Length > 0, warnings))
        {
            PromptArmResult found = await new PromptSearch(project, options with { Seed = seed }, arm, parts, budget, warnings).RunAsync(sessions, examples.Sha256, progress, cancellationToken).ConfigureAwait(false);
            PromptFile.Keep(workspace, [found.Best]);
            results.Add(found);
        }

        if (!examples.Usable.IsEmpty && examples.Leaking > 0) warnings.Insert(0, FormattableString.Invariant($"{examples.Leaking} examples hold questions of the evaluation, word for word or nearly, and were left out."));
        return new PromptResult(project.Name, project.ModelName, results.ToImmutable(), [.. warnings.Distinct()]);
    }

    /// <summary>Whether a prompt is shown to be no match for another one.</summary>
    /// <param name="difference">Scores minus those of the other.</param>
    internal static bool IsWorse(ClusteredEstimate difference) => difference.PBelow(0) <= Alpha;

    private static void Check(Project project, PromptOptions options)
    {
        if (project.Model.Kind == ModelKind.Extractive)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                "The extractive reader takes no prompt: it quotes passages, whatever instructions and examples say, so that there is nothing to look for. Name a chat model under 'model'."));
        }

        if (options.Proposals is < 0 or > PromptOptions.MostProposals) throw Wrong(FormattableString.Invariant($"--proposals must be 0 to {PromptOptions.MostProposals}, found {options.Proposals}."));
        if (options.Shots.FirstOrDefault(s => s is < 0 or > ShotIndex.Most, 0) is var wrong && wrong != 0) throw Wrong(FormattableString.Invariant($"--shots must be numbers of 0 to {ShotIndex.Most}, found {wrong}."));
        if (options.Arms.FirstOrDefault(a => a is not (ArmCatalog.Prompt or ArmCatalog.Rag)) is { } other) throw Wrong($"--arms: prompts are looked for in {ArmCatalog.Prompt} and {ArmCatalog.Rag}, not in {other}. {ArmCatalog.LongContext} and {ArmCatalog.Oracle} are asked with what is found for {ArmCatalog.Rag}; trained models are asked as their examples were.");
    }

    private static InputException Wrong(string message) => new(new Problem("", null, message));

    private static IEnumerable<string> Arms(Project project, PromptOptions options, bool hasDocuments, List<string> warnings)
    {
        string[] wanted = options.Arms.Length > 0 ? [.. options.Arms] : [.. project.Arms.Where(a => !ArmCatalog.IsTuned(a)).Select(BestPrompts.MeasuredIn).Distinct()];
        if (wanted.Length == 0) wanted = [ArmCatalog.Prompt];
        foreach (string arm in wanted)
        {
            if (arm == ArmCatalog.Rag && !hasDocuments && options.Arms.Length == 0) warnings.Add($"{arm} was left out: the project has no documents.");
            else if (arm == ArmCatalog.Prompt && project.Needs.CitationsRequired is true) warnings.Add($"{arm} was left out: answers must cite, and without passages there is nothing to cite, whatever the prompt.");
            else yield return arm;
        }
    }

    // What examples quote keeps them together when they are split.
    private SourceDocument[] Documents(Project project, Workspace workspace, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay eval prompts");
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
        knowledge.Ingest(progress is null ? null : new CallbackProgress<Retrieval.Ingestion.IngestProgress>(p => progress.Report(new CompareProgress("ingest", p.Done, p.Total))), cancellationToken);
        return [.. knowledge.AllTexts().Select(t => new SourceDocument(t.Id, t.Text))];
    }
}
