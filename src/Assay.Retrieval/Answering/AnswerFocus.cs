using Assay.Text;

namespace Assay.Retrieval.Answering;

/// <summary>Chooses the candidate that stands closest to the words of the question.</summary>
internal static class AnswerFocus
{
    /// <summary>The span of the best candidate.</summary>
    /// <param name="window">The answer; the candidate lies inside it.</param>
    /// <param name="sentence">The sentence the answer is from.</param>
    /// <param name="candidates">Word ranges, see <see cref="AnswerCandidates"/>.</param>
    /// <param name="question">The question.</param>
    /// <param name="termWeights">What each of its terms counts.</param>
    /// <returns>Null without candidates, or when the kind asked for is a reason, which has no end that words show.</returns>
    public static TextSpan? Find(TextSpan window, ReaderSentence sentence, List<(int From, int To)> candidates, QuestionProfile question, IReadOnlyList<double> termWeights)
    {
        if (question.Kind == AnswerKind.Reason) return null;
        TextSpan? best = null;
        double bestScore = double.NegativeInfinity;
        foreach ((int from, int to) in candidates)
        {
            var span = new TextSpan(sentence.Words[from].Span.Start, sentence.Words[to - 1].Span.End);
            if (span.Start < window.Start || span.End > window.End) continue;
            double score = 0;
            for (int t = 0; t < question.Terms.Count; t++)
            {
                int near = Distance(sentence.Stems, question.Terms[t].Stem, from, to);
                if (near < int.MaxValue) score += termWeights[t] / (1 + near);
            }

            if (score > bestScore) (best, bestScore) = (span, score);
        }

        return best;
    }

    private static int Distance(int[] stems, int stem, int from, int to)
    {
        int best = int.MaxValue;
        for (int i = 0; i < stems.Length; i++)
        {
            if (stems[i] == stem) best = Math.Min(best, i < from ? from - i : i >= to ? i - to + 1 : 0);
        }

        return best;
    }
}
