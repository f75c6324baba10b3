using System.Collections.Immutable;

namespace Assay.Evaluation.Answers;

/// <summary>Compares an answer with accepted answers by their normalised words.</summary>
/// <remarks>Accepted answers that normalise to nothing are dropped; when none is left, the only right answer is one that normalises to nothing. That is SQuAD 2.0's rule.</remarks>
public static class AnswerMetrics
{
    /// <summary>SQuAD's exact match.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="accepted">Accepted answers.</param>
    /// <returns>1 when the normal form equals that of an accepted answer, else 0.</returns>
    public static double ExactMatch(string answer, ImmutableArray<string> accepted)
    {
        string normal = SquadText.Normalize(answer);
        return Golds(accepted).Any(gold => SquadText.Normalize(gold) == normal) ? 1 : 0;
    }

    /// <summary>SQuAD's F1 over multisets of words.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="accepted">Accepted answers.</param>
    /// <returns>The highest F1 over the accepted answers, in [0, 1].</returns>
    public static double TokenF1(string answer, ImmutableArray<string> accepted)
    {
        ImmutableArray<string> tokens = SquadText.Tokens(answer);
        return Golds(accepted).Max(gold => F1(SquadText.Tokens(gold), tokens));
    }

    /// <summary>Whether a short answer says an accepted one word for word somewhere.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="accepted">Accepted answers.</param>
    /// <param name="maxWords">Words (separated by white space) the answer may have at most: a long enough answer contains anything.</param>
    /// <returns>1 when the normalised words of an accepted answer stand together in the normalised answer, else 0.</returns>
    public static double Containment(string answer, ImmutableArray<string> accepted, int maxWords)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (CountWords(answer) > maxWords) return 0;
        ImmutableArray<string> tokens = SquadText.Tokens(answer);
        return accepted.Select(SquadText.Tokens).Any(gold => gold.Length > 0 && IndexOf(tokens, gold) >= 0) ? 1 : 0;
    }

    /// <summary>Words of a text, separated by white space.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>0 or more.</returns>
    internal static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static ImmutableArray<string> Golds(ImmutableArray<string> accepted)
    {
        ImmutableArray<string> golds = accepted.RemoveAll(gold => SquadText.Tokens(gold).IsEmpty);
        return golds.IsEmpty ? [""] : golds;
    }

    /// <summary>F1 over two multisets of words; 1 when both are empty.</summary>
    internal static double F1(ImmutableArray<string> gold, ImmutableArray<string> answer)
    {
        if (gold.IsEmpty || answer.IsEmpty) return gold.IsEmpty && answer.IsEmpty ? 1 : 0;
        Dictionary<string, int> open = gold.CountBy(t => t, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int same = 0;
        foreach (string token in answer)
        {
            if (!open.TryGetValue(token, out int left) || left == 0) continue;
            open[token] = left - 1;
            same++;
        }

        if (same == 0) return 0;
        double precision = 1.0 * same / answer.Length;
        double recall = 1.0 * same / gold.Length;
        return 2 * precision * recall / (precision + recall);
    }

    /// <summary>Whether the words of an accepted answer stand together in an answer.</summary>
    internal static bool Contains(ImmutableArray<string> answer, ImmutableArray<string> gold) => IndexOf(answer, gold) >= 0;

    private static int IndexOf(ImmutableArray<string> tokens, ImmutableArray<string> part)
    {
        for (int i = 0; i + part.Length <= tokens.Length; i++)
        {
            if (tokens.AsSpan(i, part.Length).SequenceEqual(part.AsSpan())) return i;
        }

        return -1;
    }
}
