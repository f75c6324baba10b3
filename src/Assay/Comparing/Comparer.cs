using System.Collections.Immutable;
using System.Text.Json;
using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.Deciding;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>
/// The main job: ingest, run every arm on the same questions, score, compare, decide, report. Every stage is keyed by a hash of its inputs and kept in
/// the workspace, so a second run repeats nothing and a killed one goes on where it stopped.
/// </summary>
/// <param name="models">Makes the answering model.</param>
/// <param name="prices">What models cost.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="books">What decisions rest on; null for the books that come with Assay.</param>
public sealed class Comparer(AnswerModels models, PriceBook prices, TimeProvider timeProvider, DecisionBooks? books = null)
{
    private readonly RunSessions _sessions = new(models, prices, timeProvider);
    private readonly DecisionBooks _books = books ??= DecisionBooks.Bundled();
    private readonly Decider _decider = new(books, timeProvider);

    /// <summary>Runs the comparison of a project.</summary>
    /// <param name="project">What is to be decided.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was finished is kept.</param>
    /// <returns>Everything that was found; also written to the workspace with the report.</returns>
    /// <exception cref="InputException">The questions, the contract or the documents cannot be used, or the run would cost more than allowed.</exception>
    /// <exception cref="ProviderException">The provider is down or refuses the key.</exception>
    public async Task<Comparison> CompareAsync(Project project, CompareOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        QuestionSet questions = QuestionFiles.Read(project);
        (RunSession session, ImmutableArray<string> notes) = await _sessions.OpenAsync(project, questions, options, progress, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        RetrievalMeasures retrieval = await RetrievalAsync(session, progress, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Run> runs = await session.RunAsync(options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
        TunedArms? tuned = session.Tuned;
        var builder = new ComparisonBuilder(project, options, questions, prices, timeProvider);
        DecisionCase decision = _decider.Open(project, cancellationToken);
        string inputs = tuned is null ? session.Inputs : ContentHash.Of(session.Inputs, tuned.Tuned.Version.Fingerprint);
        Comparison comparison = builder.Build(runs, session.Ingested, retrieval, inputs, session.Workspace, arms => _decider.Judge(decision, arms, tuned?.Tuned.Version.Manifest.Result.Seconds, runs, questions));
        if (tuned is not null)
        {
            ImmutableArray<Run> champion = await RunOtherAsync(session, options, progress, cancellationToken).ConfigureAwait(false);
            comparison = comparison with { Tuned = new TunedJudge(project, questions, tuned, timeProvider).Judge(runs, builder.Result, champion, session.Knowledge, cancellationToken) };
        }

        comparison = Decoded(comparison with { ProjectInputs = session.Inputs, Basis = KeptComparison.BasisOf(project, questions), Prompts = [.. session.Prompts?.Describe(session.ArmNames) ?? []], Warnings = [.. comparison.Warnings, .. notes] }, session);
        if (session.Search.Expanded.WithoutReply is > 0 and int unexpanded) comparison = comparison with { Warnings = [.. comparison.Warnings, Unexpanded(unexpanded)] };
        Write(session.Workspace, comparison, _decider.Decide(decision, comparison, options.Command, cancellationToken), runs, questions);
        return comparison;
    }

    private static string Unexpanded(int questions) => FormattableString.Invariant($"rag: {questions} questions were searched for as they are, because the model that expands them gave no reply; run again to ask for those.");

    // What the version in use, or the one that was named, reaches on the same questions, so that another one is measured against it. Mostly kept from before.
    private async Task<ImmutableArray<Run>> RunOtherAsync(RunSession session, CompareOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        TunedModel tuned = session.Tuned!.Tuned;
        TunedModel? other = options.Against is { } named ? TunedModels.Required(session.Project, session.Workspace, named) : tuned.IsChampion ? null : TunedModels.Champion(session.Project, session.Workspace);
        if (other is null || other.Version.Name == tuned.Version.Name) return [];
        using RunSession reference = _sessions.With(session, other, cancellationToken);
        return await reference.RunAsync(options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
    }

    // Which decoding was used, beside what is kept of the other one: constraining is the cheaper cure for format, and what it cures is what the free runs lack.
    private static Comparison Decoded(Comparison comparison, RunSession session)
    {
        Project project = session.Project;
        if (project.Contract is null || (project.Model.Kind == ModelKind.Extractive && session.Tuned is null)) return comparison;
        Decoding other = project.Decoding == Decoding.Free ? Decoding.Constrained : Decoding.Free;
        IReadOnlyDictionary<string, Run> runs = session.Kept(other, comparison.Arms.Select(a => a.Arm));
        return comparison with
        {
            Decoding = DecodingResult.NameOf(project.Decoding),
            Arms = [.. comparison.Arms.Select(a => runs.TryGetValue(a.Arm, out Run? run) ? a with { OtherDecoding = DecodingResult.Of(other, run) } : a)],
        };
    }

    private Task<RetrievalMeasures> RetrievalAsync(RunSession session, IProgress<CompareProgress>? progress, CancellationToken cancellationToken) => new StageCache(session.Workspace).GetOrMakeAsync(
        "retrieval",
        ContentHash.Of([RunSession.CodeVersion, session.Knowledge.Fingerprint(), session.Questions.Fingerprint(), JsonSerializer.Serialize(session.Project.Retrieval, JsonFormat.Compact), session.Search.Expanded.IsEmpty ? null : session.Project.ExpansionModel!.ToString()]),
        () => Task.FromResult(MeasureRetrieval(session, progress, cancellationToken)),
        keep: _ => session.Search.Expanded.WithoutReply == 0);

    private RetrievalMeasures MeasureRetrieval(RunSession session, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        Question[] judged = [.. session.Questions.Questions.Where(q => q.Documents.Length > 0)];
        if (judged.Length == 0) return new RetrievalMeasures(ImmutableSortedDictionary<string, double>.Empty);
        (RankedRun run, _) = RetrievalEvaluation.Rank(
            session.Search, judged, timeProvider, done => progress?.Report(new CompareProgress("retrieval", done, judged.Length)), cancellationToken);
        return RetrievalMeasures.Of(run, RetrievalEvaluation.Judgements(judged), session.Project.Retrieval.Passages);
    }

    private void Write(Workspace workspace, Comparison comparison, Decision decision, ImmutableArray<Run> runs, QuestionSet questions)
    {
        foreach (string old in Directory.EnumerateFiles(workspace.RunsFolder, "*.jsonl").Where(f => Path.GetFileNameWithoutExtension(f) is var name && ArmCatalog.Names.Contains(name) && runs.All(r => name != r.Arm))) File.Delete(old);
        foreach (Run run in runs)
        {
            AtomicFile.Write(Path.Combine(workspace.RunsFolder, $"{run.Arm}.jsonl"), string.Concat(run.Rows.Select(r => JsonSerializer.Serialize(r, JsonFormat.Compact) + "\n")));
        }

        AtomicFile.Write(workspace.ComparisonFile, JsonSerializer.Serialize(comparison, JsonFormat.Indented) + "\n");
        new VerdictHistory(workspace).Keep(Decider.Record(decision, comparison));
        AtomicFile.Write(workspace.ReportFile, HtmlReport.Render(new ReportContent { Comparison = comparison, Decision = decision, Runs = runs, Questions = questions, Books = _books }.With(workspace)));
    }
}
