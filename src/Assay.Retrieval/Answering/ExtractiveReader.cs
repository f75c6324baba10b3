using System.Text;
using Assay.Text;
using Assay.Text.Prompts;

namespace Assay.Retrieval.Answering;

/// <summary>Answers a question with the sentence of some passages that most likely holds the answer. Needs no model, and says nothing that is not written there.</summary>
/// <remarks>
/// A sentence is scored by the share of the question's words it covers, rare words, numbers and codes counting most; words that only its
/// surroundings cover (neighbouring sentences, table header, headings) count less. What the question word asks for (a name, a date, an
/// amount) has to be there and has to be new. Deterministic and safe to call concurrently; keeps nothing between calls.
/// </remarks>
public sealed class ExtractiveReader
{
    /// <summary>Raised whenever an answer comes out differently, so that kept answers are not taken for new ones.</summary>
    public const int Version = 5;

    private readonly ExtractiveReaderOptions _options;
    private readonly ReaderWeights _weights;
    private readonly PassageFrequencies? _corpus;

    /// <summary>A reader.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="corpus">
    /// How rare words are among all passages that could have been given; null to count those that are. Passages found by a search all hold the words of the
    /// question, so among them alone the topic looks common: on XQuAD with only the gold paragraph given, 12% of the answers were then withheld, and 5% with the whole
    /// corpus counted.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ExtractiveReader(ExtractiveReaderOptions? options = null, PassageFrequencies? corpus = null) : this(options ?? new ExtractiveReaderOptions(), ReaderWeights.Default, corpus) { }

    internal ExtractiveReader(ExtractiveReaderOptions options, ReaderWeights weights, PassageFrequencies? corpus)
    {
        options.Validate();
        (_options, _weights, _corpus) = (options, weights, corpus);
    }

    /// <summary>The best answer that stands in the passages.</summary>
    /// <param name="question">The question, in words.</param>
    /// <param name="passages">Passages in order of relevance; the order counts a little.</param>
    /// <returns>One sentence, list item or table row, cut to the longest allowed; null when the passages do not answer the question.</returns>
    public ExtractiveAnswer? Answer(string question, IReadOnlyList<ReaderPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(passages);
        var vocabulary = new Vocabulary();
        QuestionProfile profile = QuestionProfile.Read(question, vocabulary, _weights);
        List<ReaderSentence> sentences = SentenceReader.Read(passages, vocabulary);
        if (profile.Terms.Count == 0 || sentences.Count == 0) return null;
        var scorer = new SentenceScorer(passages, sentences, profile, vocabulary, _weights, _corpus ?? PassageFrequencies.Of(passages.Select(p => p.Text)));
        int best = 0;
        double bestScore = double.NegativeInfinity;
        for (int s = 0; s < sentences.Count; s++)
        {
            double score = scorer.Score(s);
            if (score > bestScore) (best, bestScore) = (s, score);
        }

        double confidence = scorer.Confidence(best);
        return confidence < _options.AbstainBelow || confidence == 0 ? null : Build(passages, sentences[best], profile, scorer, confidence);
    }

    private ExtractiveAnswer Build(IReadOnlyList<ReaderPassage> passages, ReaderSentence sentence, QuestionProfile profile, SentenceScorer scorer, double confidence)
    {
        string text = passages[sentence.Passage].Text;
        List<(int From, int To)> candidates = AnswerCandidates.Find(profile.Kind, text, sentence, profile.Stems);
        var values = new List<(int, int, double)>();
        for (int t = 0; t < profile.Terms.Count && t < 63; t++)
        {
            for (int w = 0; w < sentence.Stems.Length; w++)
            {
                if (sentence.Stems[w] == profile.Terms[t].Stem) values.Add((sentence.Words[w].Span.Start, t, scorer.TermWeights[t]));
            }
        }

        foreach ((int from, _) in candidates) values.Add((sentence.Words[from].Span.Start, 63, 2));
        TextSpan span = AnswerWindow.Cut(text, sentence.Span, _options.MaxWords, values, _weights);
        return new ExtractiveAnswer(sentence.Passage, span, InertText.Uncited(Fold(span.Of(text))), confidence)
        {
            Focus = AnswerFocus.Find(span, sentence, candidates, profile, scorer.TermWeights),
        };
    }

    private static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c)) folded.Append(c);
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }

        return folded.ToString();
    }
}
