using Assay.Text.Segmentation;
using Assay.Text.Words;

namespace Assay.Retrieval.Answering;

/// <summary>A term of a question.</summary>
/// <param name="Stem">Number of its stem.</param>
/// <param name="Weight">What it counts, before its rarity.</param>
internal readonly record struct QuestionTerm(int Stem, double Weight);

/// <summary>What a question says: its terms in order, and the kind of answer it wants.</summary>
/// <param name="Terms">Distinct content words in order of first appearance; at most 64.</param>
/// <param name="Pairs">Indexes of terms that stand next to each other, stop words aside.</param>
/// <param name="Kind">See <see cref="AnswerKind"/>.</param>
/// <param name="Stems">Stems of all its words.</param>
internal sealed record QuestionProfile(IReadOnlyList<QuestionTerm> Terms, IReadOnlyList<(int Left, int Right)> Pairs, AnswerKind Kind, IReadOnlySet<int> Stems)
{
    private const int MostTerms = 64;

    /// <summary>Words that questions are made of and answers are not.</summary>
    private static readonly HashSet<string> s_furniture = Set(
        "name named call called kind kinds type types term terms word many much used use one people thing things way ways long year " +
        "happened happen mean according say said");

    /// <summary>Words that name the kind of answer, and are covered by something of that kind.</summary>
    private static readonly HashSet<string> s_kindWords = Set(
        "year years date day month century decade percentage percent proportion fraction number amount much many population cost price " +
        "money person country city state place location");

    public static QuestionProfile Read(string question, Vocabulary vocabulary, ReaderWeights weights)
    {
        IReadOnlyList<Word> words = WordSegmenter.Segment(question);
        AnswerKind kind = QuestionKind.Of(words);
        var terms = new List<QuestionTerm>();
        var pairs = new List<(int, int)>();
        var stems = new HashSet<int>();
        var index = new Dictionary<int, int>();
        int before = -1, gap = 0;
        for (int i = 0; i < words.Count; i++)
        {
            string normal = words[i].Normal;
            int stem = vocabulary.Id(normal);
            stems.Add(stem);
            if (StopWords.Contains(normal) && !IsAcronym(question, words[i]))
            {
                gap++;
                continue;
            }

            if (!index.TryGetValue(stem, out int term))
            {
                if (terms.Count == MostTerms) break;
                index.Add(stem, term = terms.Count);
                terms.Add(new QuestionTerm(stem, Weigh(question, words[i], i, kind, weights)));
            }

            if (before >= 0 && gap <= 2 && before != term) pairs.Add((before, term));
            before = term;
            gap = 0;
        }

        return new QuestionProfile(terms, pairs, kind, stems);
    }

    private static double Weigh(string question, Word word, int position, AnswerKind kind, ReaderWeights weights)
    {
        if (s_furniture.Contains(word.Normal) || (kind != AnswerKind.Any && s_kindWords.Contains(word.Normal))) return weights.WeakTerm;
        if (word.Normal.AsSpan().ContainsAnyInRange('0', '9')) return weights.CodeTerm;
        return position > 0 && char.IsUpper(question[word.Span.Start]) ? weights.NameTerm : 1;
    }

    /// <summary>US, IT, WHO: stop words but for their capitals.</summary>
    private static bool IsAcronym(string question, Word word)
    {
        ReadOnlySpan<char> written = word.Span.Of(question);
        return written.Length > 1 && !written.ContainsAnyExceptInRange('A', 'Z') && question.AsSpan().ContainsAnyInRange('a', 'z');
    }

    private static HashSet<string> Set(string words) => words.Split(' ').ToHashSet(StringComparer.Ordinal);
}
