using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Arms;
using Assay.Comparing;
using Assay.Decisions.Prices;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Judging;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Evaluating;

/// <summary>Measures arms, or the answers of another system, by everything that is known of an answer; keeps what is needed to come to the same figures again.</summary>
/// <param name="sessions">Opens projects.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class Evaluator(RunSessions sessions, TimeProvider timeProvider)
{
    /// <summary>The answers to be measured, with what is known of how they came about.</summary>
    private sealed record Answers(string Inputs, ImmutableArray<RecordedRun> Runs)
    {
        /// <summary>The trained version of the tuned arms; null where there is none.</summary>
        public string? Version { get; init; }

        /// <summary>How they are to sound; null where that is not measured.</summary>
        public StyleProfile? Style { get; init; }

        /// <summary>What is to be said of the prompts they were asked with.</summary>
        public ImmutableArray<string> Prompts { get; init; } = [];
    }

    /// <summary>Evaluates a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>The figures; kept with the answers in the workspace.</returns>
    /// <exception cref="InputException">The questions, the contract, the documents, the answers or the baseline cannot be used, or the run would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">The provider is down or refuses the key.</exception>
    public async Task<EvaluationResult> EvaluateAsync(Project project, EvaluationOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(options);
        if (options.StopEarly && options.Arms.Length < 2) throw new InputException(new Problem("", null, "--stop-early stops when arms are told apart: name two or more with --arms."));
        QuestionSet questions = QuestionFiles.Read(project);
        Workspace workspace = Workspace.Open(project.Root);
        var store = new EvaluationStore(workspace);
        EvaluationRecord? baseline = options.Baseline is { } other ? store.Read(other) : null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        Answers given = options.Predictions is { } file
            ? Given(file, questions) with { Style = options.Measures.Contains(MeasureColumns.Style) ? StyleOf(project, workspace, cancellationToken) : null }
            : await AskAsync(project, Chosen(project, options, workspace), questions, texts, progress, cancellationToken).ConfigureAwait(false);
        int all = questions.Questions.Length;
        HashSet<string> asked = [.. given.Runs[0].Rows.Select(r => r.Question)];
        questions = questions with { Questions = [.. questions.Questions.Where(q => asked.Contains(q.Id))] };
        var manifest = new EvaluationManifest
        {
            Name = store.NewName(),
            Assay = RunSession.CodeVersion,
            Created = timeProvider.GetUtcNow(),
            Project = project.Name,
            Model = options.Predictions is null ? project.ModelName : Path.GetFileName(options.Predictions),
            Inputs = given.Inputs,
            Questions = questions.Fingerprint(),
            NotAsked = all - questions.Questions.Length,
            Seed = project.Seed,
            Repeats = options.Predictions is null ? options.Repeats : 1,
            Arms = [.. given.Runs.Select(r => r.Arm)],
            Version = given.Version,
            Score = project.Score,
            Contract = project.Contract is null ? null : File.ReadAllText(project.Contract),
            CitationsRequired = project.Needs.CitationsRequired is true,
            Measures = options.Measures,
            Style = given.Style,
            Prompts = given.Prompts,
            Gates = [.. options.Gates.Select(g => g.Text)],
            Baseline = baseline?.Manifest.Name,
            Command = options.Command,
        };
        var record = new EvaluationRecord(manifest, questions, given.Runs) { Labels = Labels(options, questions, given.Runs) };
        record = await JudgedAsync(project, options, record, texts, workspace, progress, cancellationToken).ConfigureAwait(false);
        EvaluationResult result = EvaluationBuilder.Build(record, options.Gates, baseline, progress);
        store.Keep(record, texts, Json(result));
        return result;
    }

    /// <summary>Comes to the figures of a kept evaluation again, with no model and none of the project's files.</summary>
    /// <param name="workspace">Where it is kept.</param>
    /// <param name="name">Its name, or <c>latest</c>.</param>
    /// <param name="gates">Other gates than it had; empty for its own.</param>
    /// <param name="baseline">Another baseline than it had; null for its own.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <returns>The figures, byte for byte those that were kept where nothing else was asked for and Assay scores as it did then.</returns>
    /// <exception cref="InputException">It is not there or damaged.</exception>
    public static EvaluationResult Replay(Workspace workspace, string name, ImmutableArray<Evaluation.Gates.Gate> gates, string? baseline, IProgress<CompareProgress>? progress = null)
    {
        var store = new EvaluationStore(workspace);
        EvaluationRecord record = store.Read(name);
        if (gates.IsEmpty && record.Manifest.Gates is { IsDefaultOrEmpty: false } kept) gates = Evaluation.Gates.GateParser.Read(string.Join(',', kept), "The kept gates");
        string? against = baseline ?? record.Manifest.Baseline;
        return EvaluationBuilder.Build(record, gates, against is null ? null : store.Read(against), progress);
    }

    /// <summary>Figures as they are kept and printed.</summary>
    /// <param name="result">The figures.</param>
    /// <returns>Indented JSON, ending with a line break.</returns>
    public static string Json(EvaluationResult result) => JsonSerializer.Serialize(result, JsonFormat.Indented) + "\n";

    private static ImmutableArray<AnswerLabel> Labels(EvaluationOptions options, QuestionSet questions, ImmutableArray<RecordedRun> runs)
    {
        if (options.Labels is not { } file) return [];
        ImmutableArray<AnswerLabel> labels = AnswerLabel.Read(file);
        HashSet<string> ids = [.. questions.Questions.Select(q => q.Id)];
        if (labels.FirstOrDefault(l => !ids.Contains(l.Question)) is { } stray) throw new InputException(new Problem(file, null, $"There is a label for the question '{stray.Question}', and no question has this id. Correct it, or remove the label."));
        return [.. labels.Where(l => runs.Any(r => r.Arm == l.Arm))];
    }

    private async Task<EvaluationRecord> JudgedAsync(
        Project project, EvaluationOptions options, EvaluationRecord record, Dictionary<string, string> texts, Workspace workspace, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.Judge is not { } wanted) return record;
        using OpenJudge judge = OpenJudge.Open(wanted.Judge, wanted.Timeout, project, sessions.Models.Providers, sessions.Prices, timeProvider);
        using AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: judge.IsModel);
        var judging = new AnswerJudging(judge, wanted, EvaluationBuilder.ScorerOf(record.Manifest), cache);
        (JudgeManifest manifest, ImmutableArray<RecordedJudgement> judgements) = await judging.JudgeAsync(EvaluationBuilder.Score(record), record.Questions, texts, options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
        return record with { Manifest = record.Manifest with { Judge = manifest }, Judgements = judgements };
    }

    // What was measured last is most likely what is in use: the arm that the last comparison would ship, else the product with the most in it.
    private static EvaluationOptions Chosen(Project project, EvaluationOptions options, Workspace workspace)
    {
        if (options.Arms.Length > 0) return options;
        string? shipped = LastVerdict.Of(workspace)?.Ship;
        string arm = shipped is not null && ArmCatalog.Names.Contains(shipped) ? shipped : project.Arms.Contains(ArmCatalog.Rag) ? ArmCatalog.Rag : project.Arms[0];
        return options with { Arms = [arm] };
    }

    private async Task<Answers> AskAsync(
        Project project, EvaluationOptions options, QuestionSet questions, Dictionary<string, string> texts, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        (RunSession session, _) = await sessions.OpenAsync(project, questions, options, progress, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        ImmutableArray<Question> asked = options.StopEarly ? await new EarlyStop(session, options.MaxCostUsd).AskAsync(progress, cancellationToken).ConfigureAwait(false) : questions.Questions;
        ImmutableArray<Run> runs = asked.Length == questions.Questions.Length ? await session.RunAsync(options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false) : [];
        var recorded = ImmutableArray.CreateBuilder<RecordedRun>();
        foreach ((string name, int index) in session.ArmNames.Select((a, i) => (a, i)))
        {
            IArm arm = session.Arm(name);
            recorded.Add(await RecordedAsync(session, new RunVariant(arm), runs.Length > 0 ? runs[index] : null, session.Contexts(name, progress, cancellationToken)).ConfigureAwait(false));
            if (options.Distractors == 0 || !arm.CanCite) continue;
            var distracted = new DistractedArm(arm, session.Knowledge, options.Distractors);
            ImmutableArray<ArmContext> contexts = [.. questions.Questions.Select(distracted.Prepare)];
            recorded.Add(await RecordedAsync(session, new RunVariant(distracted) { Model = session.ModelOf(name), Price = ArmCatalog.IsTuned(name) ? ModelPrice.Free : session.Price }, null, contexts).ConfigureAwait(false));
        }

        StyleProfile? style = options.Measures.Contains(MeasureColumns.Style) ? StyleSource.Learn(project, new AnswerScorer(project.Score, session.Contract), session.Knowledge, cancellationToken) : null;
        return new Answers(session.Inputs, recorded.ToImmutable())
        {
            Version = session.Tuned?.Tuned.Version.Name,
            Style = style,
            Prompts = [.. session.Prompts?.Describe(session.ArmNames) ?? [], .. session.Prompts?.Stale(session.ArmNames) ?? []],
        };

        async Task<RecordedRun> RecordedAsync(RunSession session, RunVariant variant, Run? first, ImmutableArray<ArmContext> contexts)
        {
            Dictionary<string, ArmContext> seen = contexts.Zip(questions.Questions).ToDictionary(c => c.Second.Id, c => c.First, StringComparer.Ordinal);
            var rows = ImmutableArray.CreateBuilder<RecordedAnswer>();
            for (int repeat = 0; repeat < options.Repeats; repeat++)
            {
                Run run = repeat == 0 && first is not null ? first : await session.RunAsync(variant with { Repeat = repeat }, asked, options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false);
                rows.AddRange(run.Rows.Select(r => Recorded(r, repeat, seen[r.Question], texts)));
            }

            return new RecordedRun(variant.Arm.Name, rows.ToImmutable());
        }
    }

    // The answers are there already; only the documents are read.
    private StyleProfile StyleOf(Project project, Workspace workspace, CancellationToken cancellationToken)
    {
        using KnowledgeBase knowledge = KnowledgeBase.Open(project, workspace, timeProvider);
        knowledge.Ingest(null, cancellationToken);
        return StyleSource.Learn(project, new AnswerScorer(project.Score, project.Contract is null ? null : Contract.Load(new ContractOptions { SchemaFile = project.Contract })), knowledge, cancellationToken);
    }

    private static RecordedAnswer Recorded(AnswerRow row, int repeat, ArmContext context, Dictionary<string, string> texts)
    {
        var hashes = ImmutableArray.CreateBuilder<string>();
        foreach (ContextPassage passage in context.Passages)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passage.Text)));
            texts[hash] = passage.Text;
            hashes.Add(hash);
        }

        bool isAnswered = row.Score.Outcome is Outcome.Scored or Outcome.Abstained or Outcome.NotApplicable;
        return new RecordedAnswer
        {
            Question = row.Question,
            Repeat = repeat,
            Answer = row.Answer,
            Failed = isAnswered ? null : row.Score.Outcome,
            Failure = row.Failure,
            Context = row.Context,
            Passages = hashes.ToImmutable(),
            LatencyMs = row.Failure is null && row.Score.Outcome != Outcome.OverContext ? row.SearchMs + row.AnswerMs : null,
            InputTokens = row.InputTokens,
            OutputTokens = row.OutputTokens,
            CostUsd = row.CostUsd,
        };
    }

    // An answer that is not in the file is missing, never left out.
    private static Answers Given(string file, QuestionSet questions)
    {
        IReadOnlyDictionary<string, string> predictions = PredictionFile.Read(file);
        if (!questions.Questions.Any(q => predictions.ContainsKey(q.Id)))
        {
            string found = predictions.Count == 0 ? "It has no answers at all" : $"Its first id is '{predictions.Keys.First()}', that of the first question '{questions.Questions[0].Id}'";
            throw new InputException(new Problem(file, null, $"None of these answers is to a question of this project. {found}. Write the ids of {Path.GetFileName(questions.Source)}."));
        }

        RecordedAnswer[] rows = [.. questions.Questions.Select(q => predictions.TryGetValue(q.Id, out string? answer)
            ? new RecordedAnswer { Question = q.Id, Answer = answer, Failed = string.IsNullOrWhiteSpace(answer) ? Outcome.Invalid : null }
            : new RecordedAnswer { Question = q.Id, Answer = "", Failed = Outcome.ProviderFailed, Failure = "The file has no answer to this question." })];
        return new Answers(ContentHash.Of([.. predictions.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => new[] { p.Key, p.Value })]), [new RecordedRun("predictions", [.. rows])]);
    }
}
