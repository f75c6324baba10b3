using Assay.Text.Segmentation;
using Assay.Text.Words;

namespace Assay.Retrieval.Answering;

/// <summary>Scores the sentences of some passages against a question.</summary>
internal sealed class SentenceScorer
{
    private const int PairWithin = 4;
    private static readonly HashSet<string> s_pronouns = ["he", "she", "it", "they", "his", "her", "its", "their", "this", "these", "those", "such"];
    private readonly IReadOnlyList<ReaderPassage> _passages;
    private readonly IReadOnlyList<ReaderSentence> _sentences;
    private readonly QuestionProfile _question;
    private readonly ReaderWeights _weights;
    private readonly float[] _matches;
    private readonly float[] _headings;
    private readonly float[] _anywhere;
    private readonly double[] _termWeights;
    private readonly double _total;

    public SentenceScorer(
        IReadOnlyList<ReaderPassage> passages, IReadOnlyList<ReaderSentence> sentences, QuestionProfile question, Vocabulary vocabulary, ReaderWeights weights, PassageFrequencies corpus)
    {
        (_passages, _sentences, _question, _weights) = (passages, sentences, question, weights);
        int terms = question.Terms.Count;
        _matches = new float[sentences.Count * terms];
        _headings = new float[passages.Count * terms];
        _anywhere = new float[passages.Count * terms];
        int[][] headings = passages.Select(p => vocabulary.Ids(WordSegmenter.Segment(p.Title + "\n" + p.HeadingPath))).ToArray();
        _termWeights = new double[terms];
        float[] kin = new float[vocabulary.Stems.Count];
        for (int t = 0; t < terms; t++)
        {
            FillKin(vocabulary.Stems, question.Terms[t].Stem, kin);
            for (int s = 0; s < sentences.Count; s++)
            {
                float best = Best(sentences[s].Stems, kin);
                _matches[s * terms + t] = best;
                int cell = sentences[s].Passage * terms + t;
                _anywhere[cell] = Math.Max(_anywhere[cell], best);
            }

            for (int p = 0; p < passages.Count; p++) _headings[p * terms + t] = Best(headings[p], kin);
            _termWeights[t] = question.Terms[t].Weight * corpus.Rarity(vocabulary.Stems[question.Terms[t].Stem]);
        }

        _total = _termWeights.Sum();
    }

    /// <summary>How strongly a stem stands for a question term: 1 the same, less for one with the same beginning, 0 unrelated.</summary>
    private void FillKin(IReadOnlyList<string> stems, int term, float[] kin)
    {
        string wanted = stems[term];
        bool word = !wanted.AsSpan().ContainsAnyInRange('0', '9');
        for (int i = 0; i < kin.Length; i++)
        {
            kin[i] = i == term ? 1 : word && AreKin(wanted, stems[i]) ? (float)_weights.Kindred : 0;
        }
    }

    private static bool AreKin(string a, string b)
    {
        int shared = a.AsSpan().CommonPrefixLength(b), longer = Math.Max(a.Length, b.Length);
        return shared >= 4 && shared >= Math.Min(a.Length, b.Length) - 1 && shared * 10 >= longer * 6;
    }

    private static float Best(int[] stems, float[] kin)
    {
        float best = 0;
        foreach (int stem in stems) best = Math.Max(best, kin[stem]);
        return best;
    }

    /// <summary>What a term of the question counts, rarity included.</summary>
    public IReadOnlyList<double> TermWeights => _termWeights;

    /// <summary>Weighted share of the question that a sentence and what it stands in cover, 0 to 1.</summary>
    public double Coverage(int sentence)
    {
        ReaderSentence s = _sentences[sentence];
        int terms = _question.Terms.Count;
        double covered = 0;
        bool pronoun = StartsWithPronoun(s);
        for (int t = 0; t < terms; t++)
        {
            double best = _matches[sentence * terms + t];
            best = Math.Max(best, (pronoun ? _weights.BeforePronoun : _weights.Before) * Neighbour(sentence, -1, t));
            best = Math.Max(best, _weights.After * Neighbour(sentence, 1, t));
            if (s.Lead >= 0) best = Math.Max(best, _weights.Lead * _matches[s.Lead * terms + t]);
            best = Math.Max(best, _weights.Heading * _headings[s.Passage * terms + t]);
            best = Math.Max(best, _weights.Elsewhere * _anywhere[s.Passage * terms + t]);
            covered += _termWeights[t] * best;
        }

        return _total > 0 ? covered / _total : 0;
    }

    /// <summary>How far the evidence goes: the coverage, less when nothing of the kind asked for is there; 0 to 1.</summary>
    public double Confidence(int sentence) => Math.Clamp(Coverage(sentence) - (LacksKind(_sentences[sentence]) ? _weights.KindMissing : 0), 0, 1);

    private bool LacksKind(ReaderSentence s) =>
        _question.Kind != AnswerKind.Any && AnswerCandidates.Find(_question.Kind, _passages[s.Passage].Text, s, _question.Stems).Count == 0;

    /// <summary>Such a sentence goes on about what the one before named.</summary>
    private static bool StartsWithPronoun(ReaderSentence s) =>
        s_pronouns.Contains(s.Words[0].Normal) || (s.Words.Count > 1 && s_pronouns.Contains(s.Words[1].Normal));

    private float Neighbour(int sentence, int step, int term)
    {
        int other = sentence + step;
        return other >= 0 && other < _sentences.Count && _sentences[other].Passage == _sentences[sentence].Passage
            ? _matches[other * _question.Terms.Count + term]
            : 0;
    }

    /// <summary>The score sentences are ranked by.</summary>
    public double Score(int sentence)
    {
        ReaderSentence s = _sentences[sentence];
        string text = _passages[s.Passage].Text;
        double score = Coverage(sentence) + _weights.Pairs * PairShare(s) + _weights.Rank / (1 + s.Passage);
        if (_question.Kind != AnswerKind.Any) score += LacksKind(s) ? -_weights.KindMissing : _weights.KindFound;
        if (s.IsLead || text[s.Span.End - 1] == '?') score -= _weights.NotAnAnswer;
        return HasNew(s) ? score : score - _weights.NothingNew;
    }

    private bool HasNew(ReaderSentence s)
    {
        for (int i = 0; i < s.Stems.Length; i++)
        {
            if (!_question.Stems.Contains(s.Stems[i]) && !StopWords.Contains(s.Words[i].Normal)) return true;
        }

        return false;
    }

    /// <summary>Share of the neighbouring terms of the question that stand in the same order within four words in the sentence, weighted.</summary>
    private double PairShare(ReaderSentence s)
    {
        double all = 0, found = 0;
        foreach ((int left, int right) in _question.Pairs)
        {
            double weight = _termWeights[left] + _termWeights[right];
            all += weight;
            if (Near(s.Stems, _question.Terms[left].Stem, _question.Terms[right].Stem)) found += weight;
        }

        return all > 0 ? found / all : 0;
    }

    private static bool Near(int[] stems, int left, int right)
    {
        int last = int.MinValue / 2;
        for (int i = 0; i < stems.Length; i++)
        {
            if (stems[i] == left) last = i;
            else if (stems[i] == right && i - last <= PairWithin) return true;
        }

        return false;
    }
}
