using System.Collections.Immutable;
using Assay.Answering;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Search;
using Assay.Running;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;
using Microsoft.Extensions.AI;

namespace Assay.FineTuning;

/// <summary>
/// Makes retrieval-aware examples (RAFT) of questions: the prompt is byte for byte what the arms <c>rag</c> and <c>hybrid</c> send, with passages of the project's own search, gold ones
/// and others, in an order that tells nothing; the answer cites the gold ones, or abstains where they are left out. The same inputs give the same bytes.
/// </summary>
/// <param name="project">Prompt, contract, retrieval.</param>
/// <param name="knowledge">Its documents, prepared for the questions.</param>
/// <param name="settings">How many passages, and for whom.</param>
public sealed class RaftJob(Project project, KnowledgeBase knowledge, RaftSettings settings)
{
    private const int Searched = 40;

    private readonly AnswerForm _form = AnswerForm.Of(project);
    private readonly Dictionary<(string Document, int Ordinal), Passage> _found = [];

    /// <summary>Makes the examples.</summary>
    /// <param name="asked">The questions.</param>
    /// <param name="existing">The project's own examples, whose way to ask is kept; empty for none.</param>
    /// <param name="filter">Knows the evaluation.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <returns>The examples, and what became none.</returns>
    public RaftOutcome Run(IReadOnlyList<RaftAsked> asked, IReadOnlyList<ChatExample> existing, SyntheticFilter filter, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(existing);
        ArgumentNullException.ThrowIfNull(filter);
        settings.Options.Check();
        var tally = new SyntheticTally();
        var drafter = new RaftDrafter(Search, settings.Options);
        List<(RaftAsked Asked, RaftDraft Draft)> drafts = Drafts(asked, filter, (drafter, tally), progress, cancellationToken);
        ImmutableHashSet<int> withoutGold = drafter.WithoutGold([.. drafts.Select(d => d.Draft)]);
        var prompts = new PromptBuilder(project, _form.Schema, settings.Instructed || existing.Count == 0 ? null : new TunedPrompt(TuneData.SharedSystem([.. existing]), WithPassages: true));
        var examples = ImmutableArray.CreateBuilder<SyntheticExample>();
        int absent = 0, unanswerable = 0;
        for (int i = 0; i < drafts.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new CompareProgress("write", i + 1, drafts.Count));
            bool answered = !drafts[i].Draft.Gold.IsEmpty, withGold = answered && !withoutGold.Contains(i);
            SyntheticExample? example = Example(drafts[i], withGold, (drafter, prompts), out SyntheticDrop reason);
            if (example is not null && filter.Leaks(example.ToChat(i + 1))) (example, reason) = (null, SyntheticDrop.Leak);
            if (example is null)
            {
                tally.Add(reason);
                continue;
            }

            examples.Add(example);
            absent += answered && !withGold ? 1 : 0;
            unanswerable += answered ? 0 : 1;
        }

        return new RaftOutcome(new SyntheticReport(examples.ToImmutable(), tally.ToCounts()), absent, unanswerable);
    }

    private static List<(RaftAsked Asked, RaftDraft Draft)> Drafts(
        IReadOnlyList<RaftAsked> asked, SyntheticFilter filter, (RaftDrafter Drafter, SyntheticTally Tally) with, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableHashSet<int> repeats = filter.Repeats([.. asked.Select(a => a.ToChat())], cancellationToken);
        var drafts = new List<(RaftAsked, RaftDraft)>();
        for (int i = 0; i < asked.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new CompareProgress("search", i + 1, asked.Count));
            SyntheticDrop reason = SyntheticDrop.Duplicate;
            if (!repeats.Contains(i))
            {
                reason = SyntheticDrop.Leak;
                if (!filter.Leaks(asked[i].ToChat()) && with.Drafter.Draft(asked[i].Question, out reason) is { } draft)
                {
                    drafts.Add((asked[i], draft));
                    continue;
                }
            }

            with.Tally.Add(reason);
        }

        return drafts;
    }

    private SyntheticExample? Example((RaftAsked Asked, RaftDraft Draft) of, bool withGold, (RaftDrafter Drafter, PromptBuilder Prompts) with, out SyntheticDrop reason)
    {
        if (Context(of.Draft, withGold, with.Drafter, out reason) is not { } context) return null;
        RaftQuestion question = of.Asked.Question;
        int[] gold = withGold ? [.. context.Where(c => of.Draft.Gold.Any(g => Shows(c, g))).Select(c => c.Number)] : [];
        string said = withGold ? SyntheticAnswers.Cite(question.Answers[0], gold)
            : settings.KeepsAnswer && question.Answers.Length > 0 ? SyntheticAnswers.Cite(question.Answers[0], []).TrimEnd()
            : project.Score.AbstentionPhrase;
        string answer = _form.Fill(said, of.Asked.Like, of.Asked.Expect);
        reason = SyntheticDrop.Contract;
        if (_form.Problem(answer) is not null || !SyntheticAnswers.CitesExactly(_form.Said(answer), gold)) return null;
        IReadOnlyList<ChatMessage> messages = with.Prompts.Build(new AnswerRequest(question.Question, context, FromDocuments: true) { Principal = settings.Principal });
        string? system = messages.Count > 1 ? messages[0].Text : null;
        IEnumerable<string> documents = of.Draft.Gold.Select(g => g.DocumentId).DefaultIfEmpty(of.Draft.Distractors[0].DocumentId);
        return new SyntheticExample(SyntheticKind.Raft, system, messages[^1].Text, answer) { Documents = [.. documents.Distinct(StringComparer.Ordinal)] };
    }

    // What a search shows beside a passage may hold the answer: such a distractor gives its place to the next one.
    private ImmutableArray<ContextPassage>? Context(RaftDraft draft, bool withGold, RaftDrafter drafter, out SyntheticDrop reason)
    {
        var without = new HashSet<RaftPassage>();
        while (true)
        {
            ImmutableArray<RaftPassage> shown = drafter.Shown(draft, withGold, without);
            RaftPassage[] others = [.. shown.Where(p => !draft.Gold.Contains(p))];
            reason = SyntheticDrop.NoDistractors;
            if (others.Length == 0) return null;
            ImmutableArray<ContextPassage> context = knowledge.Context([.. shown.Select(p => _found[(p.DocumentId, p.Ordinal)])], settings.Principal);
            if (others.FirstOrDefault(o => context.Any(c => Shows(c, o) && draft.Evidence.MayBeIn(TextOf(c)))) is { } telling)
            {
                without.Add(telling);
                continue;
            }

            reason = SyntheticDrop.NoRoom;
            return context.IsEmpty || (withGold && !draft.Gold.All(g => context.Any(c => Shows(c, g)))) ? null : context;
        }
    }

    private IReadOnlyList<RaftPassage> Search(string question, IReadOnlyCollection<string>? documents)
    {
        IReadOnlyList<Passage> found = documents is null ? knowledge.Search(question, Searched, settings.Principal)
            : knowledge.Searcher.Search(question, knowledge.SearchOptions(Searched, settings.Principal) with { Documents = [.. documents.Order(StringComparer.Ordinal)], IsReranked = false });
        foreach (Passage passage in found) _found.TryAdd((passage.Chunk.DocumentId, passage.Chunk.Ordinal), passage);
        return [.. found.Select(p => new RaftPassage(p.Chunk.DocumentId, p.Chunk.Ordinal, p.ModelText))];
    }

    private static bool Shows(ContextPassage context, RaftPassage passage) => context.DocumentId == passage.DocumentId && context.Ordinals.Contains(passage.Ordinal);

    private static string TextOf(ContextPassage passage) => $"{passage.Title}\n{passage.HeadingPath}\n{passage.Text}";
}
