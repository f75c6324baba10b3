using System.Text.RegularExpressions;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Knowledge;
using Assay.Retrieval.Search;
using Assay.Text.Segmentation;

namespace Assay.QuestionMaking;

/// <summary>What a draft must stand to become a question, as far as it can be told without a model.</summary>
/// <remarks>
/// That a search finds the passage is no condition: a set of questions that the search answers says nothing about the search. Other passages are looked for by their words alone.
/// </remarks>
internal sealed partial class MakingFilters
{
    private const int MostHits = 10, LeastTelling = 2, LeastShared = 4, LeastLetters = 8, MostLetters = 260;
    private const double SameSubject = 0.8, SameSentence = 0.5;

    private readonly KnowledgeBase _knowledge;
    private readonly PassageIndex _index;
    private readonly MakingSettings _settings;
    private readonly NearQuestions _near = new();
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (MadeDraft First, HashSet<string> Values)> _asked = new(StringComparer.Ordinal);

    public MakingFilters(KnowledgeBase knowledge, PassageIndex index, MakingSettings settings, IEnumerable<Question> existing)
    {
        (_knowledge, _index, _settings) = (knowledge, index, settings);
        foreach (Question question in existing) Accept(question);
    }

    /// <summary>Takes note of all drafts, so that two that ask the same are seen.</summary>
    public void Note(IEnumerable<MadeDraft> drafts)
    {
        foreach (MadeDraft draft in drafts.Where(d => d.Kind is not (MadeKind.Unanswerable or MadeKind.Paraphrase or MadeKind.Typo)))
        {
            string key = QuestionWords.Normal(draft.Text);
            if (!_asked.TryGetValue(key, out (MadeDraft First, HashSet<string> Values) same)) _asked[key] = same = (draft, new HashSet<string>(StringComparer.Ordinal));
            same.Values.Add(QuestionWords.Normal(draft.Answers[0]));
        }
    }

    /// <summary>A question is taken: others must not repeat it.</summary>
    public void Accept(Question question)
    {
        _near.Add(question.Id, question.Text);
        _texts.Add(QuestionWords.Normal(question.Text));
    }

    /// <summary>Why a draft is no question.</summary>
    /// <returns>Null when nothing speaks against it.</returns>
    public MakingDrop? Check(MadeDraft draft)
    {
        if (_texts.Contains(QuestionWords.Normal(draft.Text)) || _near.Find(draft.Text, draft.VariantOf?.Id) is not null) return MakingDrop.Duplicate;
        if (draft.VariantOf is not null) return null;
        if (IsVague(draft.Text)) return MakingDrop.Vague;
        if (draft.Kind == MadeKind.Unanswerable) return MayBeAnswered(draft) ? MakingDrop.MayBeAnswerable : null;
        if (draft.Parts.Any(p => !Stands(p.Text, p.Passage.Text))) return MakingDrop.NotVerbatim;
        if (SaysAnswer(draft)) return MakingDrop.SaysAnswer;
        if (IsTrivial(draft)) return MakingDrop.Trivial;
        return Repeated(draft) ?? Elsewhere(draft);
    }

    /// <summary>A question needs a word that tells what it is about, and no word that points at something it does not say.</summary>
    private bool IsVague(string text)
    {
        IReadOnlyList<string> words = QuestionWords.Of(text);
        return text.Length is < LeastLetters or > MostLetters || Pointing().IsMatch(text) || (words.Count < LeastTelling && !words.Any(_index.IsTelling));
    }

    // An answer that is a single number may well be in the question by chance; it answers nothing then.
    private static bool SaysAnswer(MadeDraft draft)
    {
        var asked = QuestionWords.Of(draft.Text).ToHashSet(StringComparer.Ordinal);
        return draft.Parts.Any(p => QuestionWords.Of(p.Text) is { Count: > 0 } said && said.All(asked.Contains));
    }

    private bool IsTrivial(MadeDraft draft)
    {
        IReadOnlyList<string> words = QuestionWords.Of(draft.Text);
        return draft.Overlap is { } overlap && overlap > _settings.MaxOverlap && overlap * words.Count >= LeastShared - 0.5;
    }

    private MakingDrop? Repeated(MadeDraft draft)
    {
        if (!_asked.TryGetValue(QuestionWords.Normal(draft.Text), out (MadeDraft First, HashSet<string> Values) same)) return null;
        if (same.Values.Count > 1) return MakingDrop.Ambiguous;
        if (ReferenceEquals(same.First, draft) || draft.Parts.IsEmpty) return null;
        return same.First.Parts[0].Passage.DocumentId == draft.Parts[0].Passage.DocumentId ? MakingDrop.Duplicate : MakingDrop.AnsweredElsewhere;
    }

    /// <summary>A sentence of another passage that has most of the question's words: with the answer in it, it answers too; with another number of the same kind, it answers otherwise.</summary>
    private MakingDrop? Elsewhere(MadeDraft draft)
    {
        if (draft.Kind == MadeKind.MultiPage) return null;
        IReadOnlyList<string> words = QuestionWords.Of(draft.Text);
        Quantity? number = draft.Kind == MadeKind.Numeric && QuantityReader.Find(draft.Answers[0]) is [{ } one, ..] ? one : null;
        foreach (Passage hit in Hits(draft.Text))
        {
            if (draft.Parts.Any(p => p.Passage.DocumentId == hit.Chunk.DocumentId && Math.Abs(p.Passage.Ordinal - hit.Chunk.Ordinal) <= 1)) continue;
            var head = QuestionWords.Of($"{hit.Chunk.Title}\n{hit.Chunk.HeadingPath}").ToHashSet(StringComparer.Ordinal);
            foreach (string sentence in Sentences(hit.Chunk.Text))
            {
                var said = QuestionWords.Of(sentence).ToHashSet(StringComparer.Ordinal);
                if (QuestionWords.Share(words, said) < SameSentence || words.Count(w => said.Contains(w) || head.Contains(w)) < SameSubject * words.Count) continue;
                if (draft.Answers.Any(a => Stands(a, sentence))) return MakingDrop.AnsweredElsewhere;
                if (number is { } ours && QuantityReader.Find(sentence).Any(q => q.Dimension == ours.Dimension && q.Value != ours.Value)) return MakingDrop.Ambiguous;
            }
        }

        return null;
    }

    // Certain where no passage has all the words; and no passage that is found may say most of it in one sentence.
    private bool MayBeAnswered(MadeDraft draft)
    {
        IReadOnlyList<string> words = QuestionWords.Of(draft.Text);
        return _index.StandTogether(words) || Hits(draft.Text).Any(h => Sentences(h.Chunk.Text).Any(s => QuestionWords.Share(words, QuestionWords.Of(s).ToHashSet(StringComparer.Ordinal)) >= 0.95));
    }

    private IReadOnlyList<Passage> Hits(string text) => _knowledge.Searcher.Search(text, _knowledge.SearchOptions(MostHits, _settings.Principal) with { WordsOnly = true, IsReranked = false });

    private static bool Stands(string answer, string text) => answer.Length == 0 || QuestionWords.Normal(text).Contains(QuestionWords.Normal(answer), StringComparison.Ordinal);

    private static IEnumerable<string> Sentences(string text) => text.Split('\n').SelectMany(line => line.Contains(" | ", StringComparison.Ordinal) ? [line] : SentenceSegmenter.Segment(line).Select(s => s.Of(line).ToString()));

    [GeneratedRegex(@"\b(?:this|these|those|it|its|they|them|above|below|following|here|he|she|his|her|their)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pointing();
}
