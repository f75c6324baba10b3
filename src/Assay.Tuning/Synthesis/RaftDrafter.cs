using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>
/// Finds the passages of retrieval-aware examples (RAFT, Zhang et al. 2024): gold ones that hold the answer, and distractors. Where RAFT takes random passages for distractors, these
/// are what the project's own search ranks highly and what does not hold the answer: what the model will really have to tell apart.
/// </summary>
/// <param name="search">The project's search, on behalf of whoever the examples may be shown to.</param>
/// <param name="options">How many.</param>
public sealed class RaftDrafter(RaftSearch search, RaftOptions options)
{
    // Of a named document the passage that is meant is not said: below this share of the answer's words it is none of them.
    private const double LeastOfNamed = 0.3;
    private const int MostGold = 3, SparePerDistractor = 2;

    /// <summary>Finds the passages for a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="reason">Why there are none.</param>
    /// <returns>Null when the documents do not show the answer, or there is nothing to tell it apart from.</returns>
    public RaftDraft? Draft(RaftQuestion question, out SyntheticDrop reason)
    {
        ArgumentNullException.ThrowIfNull(question);
        AnswerEvidence evidence = AnswerEvidence.Of(question.Question, question.Answers);
        IReadOnlyList<RaftPassage> found = search(question.Question, null);
        ImmutableArray<RaftPassage> gold = question.Answers.IsEmpty ? [] : question.Documents.IsEmpty ? Searched(evidence, found) : Named(question, evidence);
        reason = SyntheticDrop.NoGold;
        if (gold.IsEmpty && !question.Answers.IsEmpty) return null;
        HashSet<string> closed = [.. gold.Select(g => g.DocumentId), .. question.Documents.Select(Whole)];
        ImmutableArray<RaftPassage> distractors = [.. found.Where(p => !closed.Contains(p.DocumentId) && !evidence.MayBeIn(p.Text)).Take(options.Distractors * SparePerDistractor)];
        reason = SyntheticDrop.NoDistractors;
        return distractors.IsEmpty ? null : new RaftDraft(question, evidence, gold, distractors);
    }

    /// <summary>Which drafts are shown without their gold passages: the set share of those that have any, whoever the seed takes.</summary>
    /// <param name="drafts">All drafts.</param>
    /// <returns>Their places.</returns>
    public ImmutableHashSet<int> WithoutGold(IReadOnlyList<RaftDraft> drafts)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        int[] with = [.. Enumerable.Range(0, drafts.Count).Where(i => !drafts[i].Gold.IsEmpty)];
        int count = (int)Math.Round(options.WithoutGold * with.Length, MidpointRounding.AwayFromZero);
        return [.. with.OrderBy(i => SyntheticAnswers.Lot(options.Seed, drafts[i].Question.Question)).ThenBy(i => i).Take(count)];
    }

    /// <summary>The passages of an example in the order they are shown in, which tells nothing of which is gold.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="withGold">Whether gold passages are among them; their places are taken by distractors otherwise.</param>
    /// <param name="without">Distractors that are left out.</param>
    /// <returns>Gold passages and as many distractors as set, where there are so many.</returns>
    public ImmutableArray<RaftPassage> Shown(RaftDraft draft, bool withGold, IReadOnlySet<RaftPassage> without)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(without);
        int distractors = options.Distractors + (withGold ? 0 : Math.Max(1, draft.Gold.Length));
        IEnumerable<RaftPassage> chosen = (withGold ? draft.Gold : []).Concat(draft.Distractors.Where(d => !without.Contains(d)).Take(distractors));
        return [.. chosen.OrderBy(p => SyntheticAnswers.Lot(options.Seed, FormattableString.Invariant($"{draft.Question.Question}\n{p.DocumentId}\n{p.Ordinal}"))).ThenBy(p => p.DocumentId, StringComparer.Ordinal).ThenBy(p => p.Ordinal)];
    }

    // The best passage alone: others that hold the answer are no distractors and need not be shown.
    private static ImmutableArray<RaftPassage> Searched(AnswerEvidence evidence, IReadOnlyList<RaftPassage> found) => [.. found.Where(p => evidence.HeldBy(p.Text)).Take(1)];

    private ImmutableArray<RaftPassage> Named(RaftQuestion question, AnswerEvidence evidence)
    {
        var gold = ImmutableArray.CreateBuilder<RaftPassage>();
        foreach (string document in question.Documents.Select(Whole).Distinct(StringComparer.Ordinal).Take(MostGold))
        {
            (RaftPassage Passage, double Share)[] own = [.. search(question.Question, [document]).Select(p => (p, evidence.Share(p.Text)))];
            RaftPassage? best = own.Where(p => p.Share >= LeastOfNamed).OrderByDescending(p => evidence.HeldBy(p.Passage.Text)).ThenByDescending(p => p.Share).Select(p => p.Passage).FirstOrDefault();
            if (best is not null) gold.Add(best);
        }

        return gold.ToImmutable();
    }

    private static string Whole(string reference)
    {
        int part = reference.IndexOf('#', StringComparison.Ordinal);
        return part < 0 ? reference : reference[..part];
    }
}
