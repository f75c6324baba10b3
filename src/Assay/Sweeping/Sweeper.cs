using System.Collections.Immutable;
using System.Text.Json;
using Assay.ChunkingEvaluation;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Sweeping;

/// <summary>
/// Tries settings of an arm on the project's own questions: all candidates answer a first part of them, those that are shown to be worse are left, the others go on. Answers that were given are
/// not asked for again, so an interrupted sweep goes on where it was.
/// </summary>
/// <param name="sessions">Opens projects.</param>
public sealed class Sweeper(RunSessions sessions)
{
    private const string AsItIs = "as it is";

    private const int FewQuestions = 30;

    /// <summary>Tries settings.</summary>
    /// <param name="folder">Folder of the project.</param>
    /// <param name="options">What is tried.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="InputException">The project or a setting is wrong, or it would cost more than allowed.</exception>
    /// <exception cref="Models.Providers.ProviderException">A provider is down or refuses the key.</exception>
    public async Task<SweepResult> SweepAsync(string folder, SweepOptions options, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        Project project = ProjectFile.Read(folder);
        ImmutableArray<Entry> entries = Entries(folder, project, options);
        QuestionSet all = QuestionFiles.Read(project);
        QuestionSet questions = new(all.Source, [.. all.Questions.Where(IsScored).OrderBy(q => ContentHash.Of([project.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture), q.Id]), StringComparer.Ordinal)]);
        if (questions.Questions.IsEmpty) throw new InputException(new Problem(project.Display(project.Questions), null, "No question has an accepted answer or expected fields, so candidates cannot be told apart."));
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of(questions.Questions, DocumentReference.DocumentId);
        using var places = new KnowledgePlaces(Workspace.Open(project.Root), project);
        ImmutableArray<int> rounds = SweepRace.Rounds(questions.Questions.Length);
        decimal left = options.MaxCostUsd;
        for (int round = 0; round < rounds.Length; round++)
        {
            Entry[] running = [.. entries.Where(e => e.LeftIn is null)];
            for (int i = 0; i < running.Length; i++)
            {
                progress?.Report(new CompareProgress($"round {round + 1} of {rounds.Length}", i, running.Length));
                left -= await AskAsync(running[i], questions, rounds[round], options with { MaxCostUsd = left, KnowledgeAt = places.Of(running[i].Project) }, cancellationToken).ConfigureAwait(false);
            }

            progress?.Report(new CompareProgress($"round {round + 1} of {rounds.Length}", running.Length, running.Length));
            if (round == rounds.Length - 1) break;
            bool[] goOn = SweepRace.GoOn([.. running.Select(r => r.Scores)], clusters, rounds.Length);
            for (int i = 0; i < running.Length; i++) running[i].LeftIn = goOn[i] ? null : round + 1;
        }

        return Result(project, options, entries, questions, clusters);
    }

    private static bool IsScored(Question question) => !question.Answerable || question.Answers.Length > 0 || question.Expect is { Count: > 0 };

    private static ImmutableArray<Entry> Entries(string folder, Project project, SweepOptions options)
    {
        ImmutableArray<SweepSetting> settings = options.Settings.IsDefaultOrEmpty ? SweepGrid.Standard : options.Settings;
        var entries = ImmutableArray.CreateBuilder<Entry>();
        entries.Add(new Entry(AsItIs, project, []));
        string own = Identity(project);
        foreach (ImmutableArray<KeyValuePair<string, string>> changes in SweepGrid.Combine(settings))
        {
            Project changed = ProjectFile.Read(folder, changes);

            // The price in the file is that of the model in the file.
            if (changed.Model != project.Model) changed = changed with { Price = null };
            if (Identity(changed) != own) entries.Add(new Entry(SweepGrid.Name(changes), changed, changes));
        }

        return entries.ToImmutable();
    }

    private static string Identity(Project p) => JsonSerializer.Serialize(new { p.ModelName, embedder = p.Embedder?.ToString(), reranker = p.Reranker?.ToString(), p.Decoding, p.Instructions, p.UsesBestPrompt, p.Retrieval }, JsonFormat.Compact);

    private async Task<decimal> AskAsync(Entry entry, QuestionSet questions, int upTo, SweepOptions options, CancellationToken cancellationToken)
    {
        Question[] part = [.. questions.Questions.Take(upTo).Skip(entry.Rows.Count)];
        (RunSession session, _) = await sessions.OpenAsync(entry.Project, questions, options with { Arms = [options.Arm] }, null, cancellationToken).ConfigureAwait(false);
        using RunSession opened = session;
        Run run = await session.RunAsync(new RunVariant(session.Arm(options.Arm)), part, options.MaxCostUsd, null, cancellationToken).ConfigureAwait(false);
        entry.Rows.AddRange(run.Rows);
        if (session.Prompts is { } prompts && entry.Notes.IsEmpty) entry.Notes = [.. prompts.Describe([options.Arm]).Select(l => $"{entry.Name}: {l}"), .. prompts.Stale([options.Arm])];
        foreach (AnswerRow row in run.Rows) entry.Scores[row.Question] = row.Score.Score;
        return run.Rows.Sum(r => r.CostUsd ?? 0);
    }

    private static SweepResult Result(Project project, SweepOptions options, ImmutableArray<Entry> entries, QuestionSet questions, IReadOnlyDictionary<string, string> clusters)
    {
        ClusteredEstimate[] differences = [.. entries.Select(e => Clustered.Difference(e.Scores, entries[0].Scores, clusters))];
        ImmutableArray<double> adjusted = Holm.Adjust([.. differences.Skip(1).Select(d => d.PValue())]);
        Entry[] finished = [.. entries.Where(e => e.LeftIn is null)];
        bool[] front = ParetoFront.Mark([.. finished.Select(e => (e.Mean, (double)(e.Cost ?? 0), e.InputTokens))]);
        SweepCandidate[] candidates = [.. entries.Select((e, i) => e.Candidate(Clustered.Mean(e.Scores, clusters)) with
        {
            Difference = i == 0 ? null : differences[i].Mean,
            DifferenceInterval = i == 0 ? null : differences[i].Interval,
            AdjustedP = i == 0 ? null : adjusted[i - 1],
            OnFront = Array.IndexOf(finished, e) is >= 0 and int at && front[at],
        })];
        Entry choice = Choice(finished, clusters);
        int chosen = entries.IndexOf(choice);
        int missing = entries.Sum(e => e.Rows.Count(r => r.Failure is not null));
        return new SweepResult
        {
            Project = project.Name,
            Arm = options.Arm,
            Questions = questions.Questions.Length,
            Candidates = [.. candidates.OrderByDescending(c => c.LeftIn ?? int.MaxValue).ThenByDescending(c => c.Score ?? -1).ThenBy(c => c.InputTokens)],
            Choice = choice.Name,
            IsBetter = chosen > 0 && differences[chosen].Mean > 0 && adjusted[chosen - 1] <= 0.05,
            Settings = choice.Changes,
            Warnings = [.. questions.Questions.Length < FewQuestions ? (string[])[$"{questions.Questions.Length} questions show little, whatever the scores: ask at least {FewQuestions}, better 200."] : [], .. missing > 0 ? (string[])[$"{missing} answers are missing because the provider failed. Run again to ask only for those."] : [], .. entries.Length > 2 ? (string[])["The best of many on the same questions looks a little better than it is. Measure the choice again on new questions."] : [], .. entries.SelectMany(e => e.Notes).Distinct()],
        };
    }

    // The best one may be best by chance: of those that are not shown to be worse the cheapest is taken, and the project as it is where that is one of them.
    private static Entry Choice(Entry[] finished, IReadOnlyDictionary<string, string> clusters)
    {
        bool[] level = SweepRace.GoOn([.. finished.Select(e => e.Scores)], clusters, rounds: 1);
        Entry[] tied = [.. finished.Where((_, i) => level[i])];
        return tied.FirstOrDefault(e => e.Name == AsItIs) is { } own && tied.All(e => Spent(e) >= Spent(own)) ? own : tied.OrderBy(Spent).ThenByDescending(e => e.Mean).First();

        static double Spent(Entry e) => e.Cost is > 0 and { } cost ? (double)cost : e.InputTokens / 1e9;
    }

    /// <summary>A candidate and what it has answered so far.</summary>
    private sealed class Entry(string name, Project project, ImmutableArray<KeyValuePair<string, string>> changes)
    {
        public string Name => name;

        public Project Project => project;

        public ImmutableArray<KeyValuePair<string, string>> Changes => changes;

        public List<AnswerRow> Rows { get; } = [];

        public Dictionary<string, double?> Scores { get; } = new(StringComparer.Ordinal);

        public int? LeftIn { get; set; }

        public ImmutableArray<string> Notes { get; set; } = [];

        public double Mean => Scores.Values.Average() ?? -1;

        public double InputTokens => Rows.Count == 0 ? 0 : Rows.Average(r => (double)r.InputTokens);

        public decimal? Cost => Rows.Count > 0 && Rows.All(r => r.CostUsd is not null || r.Score.Outcome is Outcome.ProviderFailed or Outcome.TimedOut or Outcome.OverContext) ? Rows.Average(r => r.CostUsd ?? 0) : null;

        public SweepCandidate Candidate(ClusteredEstimate score) => new()
        {
            Name = name,
            Asked = Rows.Count,
            Score = score.Mean,
            Interval = score.Interval,
            LeftIn = LeftIn,
            InputTokens = InputTokens,
            LatencyP50Ms = Percentiles.Of(Rows.Where(r => r.InputTokens > 0).Select(r => r.SearchMs + r.AnswerMs)).P50,
            CostPerQuestion = Cost,
        };
    }

    /// <summary>Where the documents are, for every way to cut them: the project's own in its workspace, others in folders that go when the sweep ends.</summary>
    private sealed class KnowledgePlaces(Workspace workspace, Project own) : IDisposable
    {
        private readonly Dictionary<string, Scratch> _folders = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Workspace> _places = new(StringComparer.Ordinal);

        public Workspace? Of(Project project)
        {
            string key = Cut(project);
            if (key == Cut(own)) return null;
            if (_places.TryGetValue(key, out Workspace? place)) return place;
            _folders[key] = Scratch.Create(workspace);
            return _places[key] = _folders[key].Open(workspace);
        }

        public void Dispose()
        {
            foreach (Scratch folder in _folders.Values) folder.Dispose();
        }

        private static string Cut(Project p) => JsonSerializer.Serialize(new { p.Retrieval.Chunking, p.Retrieval.ChunkTokens, p.Retrieval.OverlapTokens, p.Retrieval.ContextualHeaders, embedder = p.Embedder?.ToString() }, JsonFormat.Compact);
    }
}
