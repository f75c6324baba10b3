using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Segmentation;
using Assay.Text.Words;

namespace Assay.Retrieval.Context;

/// <summary>Finds sentences of two passages that say the same with other figures.</summary>
/// <remarks>
/// Two sentences disagree when, apart from words with a digit, at least <see cref="SameWords"/> of their content words are the same, there are at least
/// <see cref="LeastWords"/> of them, and each has a figure that the other lacks. That is a hint, not a proof: it sees figures and dates, not
/// negation, and a table of similar rows in two documents can set it off, which is why it compares passages of one title or heading or of one wording only.
/// Each passage is read once; not safe for several threads.
/// </remarks>
internal sealed class ConflictFinder
{
    private const double SameWords = 0.8;
    private const int LeastWords = 3;

    /// <summary>Share of one passage, figures apart, that must stand in the other when neither title nor heading is the same.</summary>
    private const double SameText = 0.5;

    /// <summary>Share from which the passages count as versions of one text.</summary>
    private const double SameVersion = 0.8;

    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    /// <summary>The first disagreement of two passages of different documents.</summary>
    /// <param name="first">One passage.</param>
    /// <param name="second">The other.</param>
    /// <returns>The sentences, and whether the passages are versions of one text; null when they do not disagree.</returns>
    public (TextSpan First, TextSpan Second, bool SameVersion)? Find(ContextPassage first, ContextPassage second)
    {
        if (first.DocumentId == second.DocumentId) return null;
        Reading one = Read(first.Text), two = Read(second.Text);
        if (one.Sentences.Count == 0 || two.Sentences.Count == 0) return null;
        double shared = Math.Max(one.Shingles.ShareIn(two.Shingles), two.Shingles.ShareIn(one.Shingles));
        if (shared < SameText && !Same(first.Title, second.Title) && !Same(first.HeadingPath, second.HeadingPath)) return null;
        foreach (Sentence sentence in one.Sentences)
        {
            foreach (Sentence other in two.Sentences)
            {
                if (Disagree(sentence, other)) return (sentence.Span, other.Span, shared >= SameVersion);
            }
        }

        return null;
    }

    private static bool Same(string a, string b) => a.Length > 0 && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool Disagree(Sentence a, Sentence b)
    {
        if (a.Words.Count < LeastWords || b.Words.Count < LeastWords) return false;
        int same = a.Words.Count(b.Words.Contains);
        if (same < SameWords * (a.Words.Count + b.Words.Count - same)) return false;
        return !a.Figures.IsSubsetOf(b.Figures) && !b.Figures.IsSubsetOf(a.Figures);
    }

    private Reading Read(string text)
    {
        if (_readings.TryGetValue(text, out Reading? known)) return known;
        var sentences = new List<Sentence>();
        foreach (TextSpan span in SentenceSegmenter.Segment(text))
        {
            var words = WordSegmenter.Segment(text, span).Select(w => w.Normal).ToHashSet(StringComparer.Ordinal);
            ImmutableHashSet<string> figures = [.. words.Where(Shingles.IsFigure)];
            words.RemoveWhere(w => Shingles.IsFigure(w) || StopWords.Contains(w));
            if (figures.Count > 0) sentences.Add(new Sentence(span, words, figures));
        }

        return _readings[text] = new Reading(new Shingles(text, figuresAlike: true), sentences);
    }

    private sealed record Reading(Shingles Shingles, List<Sentence> Sentences);

    private sealed record Sentence(TextSpan Span, HashSet<string> Words, ImmutableHashSet<string> Figures);
}
