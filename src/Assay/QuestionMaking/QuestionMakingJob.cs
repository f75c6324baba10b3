using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>
/// Makes questions of documents. Drafts of every kind are drawn by seed, spread over the documents, and examined until there are enough; the same inputs give the same bytes.
/// </summary>
/// <param name="project">Its questions and examples are kept apart from.</param>
/// <param name="knowledge">Its documents.</param>
/// <param name="settings">What is made, and for whom.</param>
public sealed class QuestionMakingJob(Project project, KnowledgeBase knowledge, MakingSettings settings)
{
    // What the model turns down is replaced so often, and what one kind lacks is taken from the others.
    private const int MostRounds = 4, LeastMost = 2;

    private readonly MakingTally _tally = new();
    private readonly List<(MadeDraft Draft, Question Question)> _made = [];
    private readonly List<double> _overlaps = [];
    private readonly SortedDictionary<MadeKind, (Queue<MadeDraft> Open, int Drafts, int Examined)> _kinds = [];
    private readonly Dictionary<string, int> _ofPassage = new(StringComparer.Ordinal), _ofDocument = new(StringComparer.Ordinal);
    private MakingFilters _filters = null!;
    private PassageIndex _index = null!;
    private int _mostOfPassage, _mostOfDocument;

    /// <summary>What writes questions besides the templates and tries to answer them; null for none.</summary>
    public MakingModel? Model { get; init; }

    /// <summary>Makes the questions.</summary>
    /// <param name="existing">The project's questions: none is repeated, paraphrases and typing errors are made of them too.</param>
    /// <param name="examples">The training data, which must not give a question away.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops between drafts; replies of the model are kept.</param>
    /// <returns>The questions, and what became none.</returns>
    public async Task<MakingReport> RunAsync(ImmutableArray<Question> existing, ImmutableArray<ChatExample> examples, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<SyntheticPassage> all = [.. knowledge.ReadableChunks(settings.Principal).Select(c => new SyntheticPassage(c.DocumentId, c.Ordinal, c.Title, c.HeadingPath, c.Text) { Slug = c.Slug })];
        ILookup<PassageSkip?, SyntheticPassage> chosen = all.ToLookup(PassageChoice.Skip);
        ImmutableArray<SyntheticPassage> passages = [.. chosen[null]];
        _index = new PassageIndex(all);
        _filters = new MakingFilters(knowledge, _index, settings, existing);
        _mostOfPassage = MostOf(passages.Length);
        _mostOfDocument = MostOf(passages.Select(p => p.DocumentId).Distinct(StringComparer.Ordinal).Count());
        await DraftAsync(passages, progress, cancellationToken).ConfigureAwait(false);
        for (int round = 0; round < MostRounds && _made.Count < settings.Count; round++)
        {
            int before = _made.Count, examined = _kinds.Values.Sum(k => k.Examined);
            if (round > 0 || !HasBases) Variants(existing);
            await RoundAsync(round, examples, progress, cancellationToken).ConfigureAwait(false);
            if (round == 0) Variants(existing);
            if (round > 0 && before == _made.Count && examined == _kinds.Values.Sum(k => k.Examined)) break;
        }

        ImmutableArray<Question> questions = [.. _made.OrderBy(m => m.Draft.Kind).Select(m => m.Question)];
        return new MakingReport(questions)
        {
            Wanted = settings.Count,
            Passages = all.Length,
            Skipped = chosen.Where(g => g.Key is not null).ToImmutableSortedDictionary(g => g.Key!.Value, g => g.Count()),
            Kinds = [.. settings.Kinds.Order().Select(k => new KindReport(k, _kinds.GetValueOrDefault(k).Drafts, _kinds.GetValueOrDefault(k).Examined, _made.Count(m => m.Draft.Kind == k)))],
            Dropped = _tally.ToCounts(),
            Overlap = OverlapDistribution.Of(_made.Select(m => m.Draft.Overlap).OfType<double>()),
            DraftOverlap = OverlapDistribution.Of(_overlaps),
            Spread = (_ofDocument.Count, _ofDocument.Values.DefaultIfEmpty(0).Max()),
            Unusable = Model?.Unusable ?? 0,
            Recall = await SetRecall.OfAsync(knowledge, questions, project.Retrieval.Passages, cancellationToken).ConfigureAwait(false),
            OwnRecall = await SetRecall.OfAsync(knowledge, existing, project.Retrieval.Passages, cancellationToken).ConfigureAwait(false),
        };
    }

    // Twice what everyone would have if all were alike.
    private int MostOf(int all) => Math.Max(LeastMost, (2 * settings.Count / Math.Max(1, all)) + 1);

    private bool HasBases => settings.Kinds.Any(k => k is not (MadeKind.Paraphrase or MadeKind.Typo));

    private async Task DraftAsync(ImmutableArray<SyntheticPassage> passages, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<Fact> facts = [.. passages.SelectMany(p => TableFacts.Of(p).Concat(NumberFacts.Of(p)))];
        ImmutableArray<MadeDraft> said = [.. SentenceFacts.Of(passages)];
        List<MadeDraft> drafts = [.. said, .. AbsentDrafts.OfInstructions(said, _index, settings.Seed), .. facts.Select(f => f.ToDraft()), .. JointDrafts.Of(facts, settings.Seed), .. AbsentDrafts.Of(facts, _index, settings.Seed)];
        drafts = [.. drafts.Select(Reworded)];
        _filters.Note(drafts);
        if (Model is not null)
        {
            ImmutableArray<SyntheticPassage> asked = [.. Spread(passages, p => [p]).Take(settings.Count)];
            ImmutableArray<(SyntheticPassage, SyntheticPassage, string)> pairs = settings.Kinds.Contains(MadeKind.MultiPage) ? [.. JointDrafts.Pairs(facts, settings.Seed).Take(Share)] : [];
            drafts.InsertRange(0, await Model.WriteAsync(asked, pairs, settings.Count, progress, cancellationToken).ConfigureAwait(false));
        }

        foreach (IGrouping<MadeKind, MadeDraft> kind in drafts.Where(d => settings.Kinds.Contains(d.Kind)).GroupBy(d => d.Kind))
        {
            MadeDraft[] ordered = [.. Spread(kind.Where(d => d.IsWritten), d => d.Parts.Select(p => p.Passage)), .. Spread(kind.Where(d => !d.IsWritten), d => d.Parts.Select(p => p.Passage))];
            _kinds[kind.Key] = (new Queue<MadeDraft>(ordered), ordered.Length, 0);
        }
    }

    private int Share => Math.Max(1, settings.Count / settings.Kinds.Length);

    // One of each document before the second of any.
    private IEnumerable<T> Spread<T>(IEnumerable<T> all, Func<T, IEnumerable<SyntheticPassage>> passages) => all
        .Select(item => (Item: item, First: passages(item).First(), Lot: SyntheticAnswers.Lot(settings.Seed, item is MadeDraft d ? d.Text : FormattableString.Invariant($"{passages(item).First().DocumentId}\n{passages(item).First().Ordinal}"))))
        .GroupBy(i => i.First.DocumentId, StringComparer.Ordinal)
        .SelectMany(g => g.OrderBy(i => i.Lot).ThenBy(i => i.First.Ordinal).Select((i, rank) => (i.Item, i.Lot, Rank: rank, Document: g.Key)))
        .OrderBy(i => i.Rank).ThenBy(i => i.Lot).ThenBy(i => i.Document, StringComparer.Ordinal).Select(i => i.Item);

    // Another word for one of the sentence's own makes a question of it that words alone do not find.
    private MadeDraft Reworded(MadeDraft draft) => draft.Overlap > settings.MaxOverlap ? draft with { Text = QuestionParaphrases.Reworded(draft.Text, settings.Seed) } : draft;

    private void Variants(ImmutableArray<Question> existing)
    {
        string? asker = settings.Principal?.ToString();
        (Question Question, MadeDraft? Draft)[] bases =
        [
            .. existing.Where(q => q.As == asker).Select(q => (q, (MadeDraft?)null)),
            .. _made.Where(m => m.Draft.VariantOf is null).Select(m => (m.Question, (MadeDraft?)m.Draft)),
        ];
        foreach (MadeKind kind in settings.Kinds.Where(k => k is MadeKind.Paraphrase or MadeKind.Typo))
        {
            if (_kinds.TryGetValue(kind, out (Queue<MadeDraft> Open, int Drafts, int Examined) open) && open.Open.Count > 0) continue;
            HashSet<string> used = [.. _made.Where(m => m.Draft.Kind == kind).Select(m => m.Draft.VariantOf!.Id)];
            MadeDraft[] drafts = [.. bases.Where(b => !used.Contains(b.Question.Id)).OrderBy(b => SyntheticAnswers.Lot(settings.Seed, FormattableString.Invariant($"{kind}\n{b.Question.Id}")))
                .Select(b => Variant(kind, b.Question, b.Draft)).OfType<MadeDraft>()];
            _kinds[kind] = (new Queue<MadeDraft>(drafts), Math.Max(open.Drafts, drafts.Length), open.Examined);
        }
    }

    private MadeDraft? Variant(MadeKind kind, Question of, MadeDraft? draft)
    {
        if (kind == MadeKind.Paraphrase && of.Tags.Contains(MadeKinds.NameOf(MadeKind.MultiPage))) return null;
        string? text = kind == MadeKind.Typo ? QuestionTypos.Of(of.Text, settings.Seed, _index.IsWord) : QuestionParaphrases.Of(of.Text, settings.Seed);
        return text is null ? null : new MadeDraft(kind, text) { Answers = of.Answers, Parts = draft is { Kind: not MadeKind.Unanswerable } ? draft.Parts : [], VariantOf = of };
    }

    private async Task RoundAsync(int round, ImmutableArray<ChatExample> examples, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var picked = new List<(MadeDraft Draft, Question Question)>();
        int missing = settings.Count - _made.Count;
        MadeKind[] open = [.. settings.Kinds.Order().Where(k => _kinds.TryGetValue(k, out (Queue<MadeDraft> Open, int Drafts, int Examined) kind) && kind.Open.Count > 0)];
        for (int i = 0; i < open.Length; i++)
        {
            int left = missing - picked.Count, wanted = round == 0 ? Math.Min(left, (settings.Count + settings.Kinds.Length - 1) / settings.Kinds.Length) : (left + open.Length - i - 1) / (open.Length - i);
            Pick(open[i], wanted, picked, progress, cancellationToken);
        }

        HashSet<string> leaked = examples.IsEmpty ? [] : [.. new LeakFinder([.. picked.Select(p => new EvaluationQuestion(p.Question.Id, p.Question.Text))]).Find(examples, cancellationToken).Suspects];
        foreach ((MadeDraft _, Question _) in picked.Where(p => leaked.Contains(p.Question.Id))) _tally.Add(MakingDrop.Leak);
        picked.RemoveAll(p => leaked.Contains(p.Question.Id));
        MakingDrop?[] verdicts = Model is null ? new MakingDrop?[picked.Count] : await Model.CheckAsync([.. picked.Select(p => p.Draft)], knowledge, settings.Principal, progress, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < picked.Count; i++)
        {
            if (verdicts[i] is { } reason) _tally.Add(reason);
            else Take(picked[i].Draft, picked[i].Question);
        }
    }

    private void Pick(MadeKind kind, int wanted, List<(MadeDraft Draft, Question Question)> picked, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        (Queue<MadeDraft> open, int drafts, int examined) = _kinds[kind];
        for (int found = 0; found < wanted && open.TryDequeue(out MadeDraft? draft);)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (draft.VariantOf is null && (draft.Parts.Any(p => Taken(PassageKey(p.Passage), p.Passage.DocumentId, picked)) || draft.Parts.IsEmpty)) continue;
            progress?.Report(new CompareProgress($"make {MadeKinds.NameOf(kind)}", found, wanted));
            examined++;
            if (draft.Overlap is { } overlap && draft.VariantOf is null) _overlaps.Add(overlap);
            if (_filters.Check(draft) is { } reason)
            {
                _tally.Add(reason);
                continue;
            }

            Question question = QuestionOf(draft);
            _filters.Accept(question);
            picked.Add((draft, question));
            found++;
        }

        _kinds[kind] = (open, drafts, examined);
    }

    private bool Taken(string passage, string document, List<(MadeDraft Draft, Question Question)> picked)
    {
        int ofPassage = _ofPassage.GetValueOrDefault(passage), ofDocument = _ofDocument.GetValueOrDefault(document);
        foreach ((MadeDraft draft, _) in picked.Where(p => p.Draft.VariantOf is null))
        {
            if (draft.Parts.Any(p => PassageKey(p.Passage) == passage)) ofPassage++;
            if (draft.Parts.Any(p => p.Passage.DocumentId == document)) ofDocument++;
        }

        return ofPassage >= _mostOfPassage || ofDocument >= _mostOfDocument;
    }

    private void Take(MadeDraft draft, Question question)
    {
        _made.Add((draft, question));
        if (draft.VariantOf is not null) return;
        foreach (string passage in draft.Parts.Select(p => PassageKey(p.Passage)).Distinct()) _ofPassage[passage] = _ofPassage.GetValueOrDefault(passage) + 1;
        foreach (string document in draft.Parts.Select(p => p.Passage.DocumentId).Distinct()) _ofDocument[document] = _ofDocument.GetValueOrDefault(document) + 1;
    }

    private Question QuestionOf(MadeDraft draft)
    {
        string kind = MadeKinds.NameOf(draft.Kind), source = draft.VariantOf is { } of ? $"question:{of.Id}" : string.Join(' ', draft.Parts.Select(p => PassageKey(p.Passage)).Distinct());
        string id = $"made-{Workspaces.ContentHash.Of([draft.Text, source])[..10]}";
        if (draft.VariantOf is { } question) return question with { Id = id, Text = draft.Text, Tags = [MadeKinds.Tag, kind, .. question.Tags.Where(t => t != MadeKinds.Tag && MadeKinds.Of(t) is null)], Source = source, Reviewed = QuestionReview.None };
        bool answerable = draft.Kind != MadeKind.Unanswerable;
        return new Question
        {
            Id = id, Text = draft.Text, Answers = draft.Answers, Answerable = answerable, As = settings.Principal?.ToString(), Source = source, Tags = [MadeKinds.Tag, kind],
            Documents = answerable ? [.. draft.Parts.Select(p => p.Passage.Reference).Distinct(StringComparer.Ordinal)] : [],
        };
    }

    private static string PassageKey(SyntheticPassage passage) => FormattableString.Invariant($"{passage.DocumentId}@{passage.Ordinal}");
}
