using System.Text;
using Assay.Text.Segmentation;

namespace Assay.Evaluation.Questions.Making;

/// <summary>Questions as a hurried hand types them: letters swapped, left out, doubled or hit beside their key, a capital and the question mark forgotten.</summary>
/// <remarks>Numbers, codes and words shorter than five letters stay as they are: what is asked stays the same. A word never becomes another one that the documents have.</remarks>
public static class QuestionTypos
{
    private const int LeastLetters = 5, WordsForTwo = 8, MostTries = 12;
    private static readonly string[] s_rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    /// <summary>A question with one or two slips.</summary>
    /// <param name="question">The question.</param>
    /// <param name="seed">Draws the slips, with the question.</param>
    /// <param name="isWord">Whether a word in lower case is one that the documents have.</param>
    /// <returns>Null when no word is long enough.</returns>
    public static string? Of(string question, ulong seed, Func<string, bool> isWord)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(isWord);
        Word[] words = [.. WordSegmenter.Segment(question)], open = [.. words.Where(w => w.Span.Length >= LeastLetters && question.AsSpan(w.Span.Start, w.Span.Length).IndexOfAnyExceptInRange('a', 'z') < 0)];
        if (open.Length == 0) return null;
        var lot = new SeededLot(seed, question);
        var text = new StringBuilder(question);
        int wanted = words.Length >= WordsForTwo && open.Length > 1 ? 2 : 1;
        Word[] drawn = [.. open.OrderBy(_ => lot.Next(1 << 20)).Take(wanted).OrderByDescending(w => w.Span.Start)];
        bool changed = false;
        foreach (Word word in drawn)
        {
            string old = question.Substring(word.Span.Start, word.Span.Length);
            if (Slip(old, lot, isWord) is not { } slipped) continue;
            text.Remove(word.Span.Start, word.Span.Length).Insert(word.Span.Start, slipped);
            changed = true;
        }

        if (!changed) return null;
        if (lot.Next(2) == 0) text[0] = char.ToLowerInvariant(text[0]);
        string typed = text.ToString();
        return lot.Next(2) == 0 ? typed.TrimEnd('?') : typed;
    }

    // The first letter is the one that is seldom missed.
    private static string? Slip(string word, SeededLot lot, Func<string, bool> isWord)
    {
        for (int i = 0; i < MostTries; i++)
        {
            int at = 1 + lot.Next(word.Length - 2);
            string slipped = lot.Next(4) switch
            {
                0 => string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1, 1), word.AsSpan(at, 1), word.AsSpan(at + 2)),
                1 => word.Remove(at, 1),
                2 => word.Insert(at, word[at].ToString()),
                _ => string.Concat(word.AsSpan(0, at), Beside(word[at], lot), word.AsSpan(at + 1)),
            };
            if (slipped != word && !isWord(slipped)) return slipped;
        }

        return null;
    }

    private static string Beside(char letter, SeededLot lot)
    {
        string row = s_rows.First(r => r.Contains(letter, StringComparison.Ordinal));
        int at = row.IndexOf(letter, StringComparison.Ordinal), other = at == 0 ? 1 : at == row.Length - 1 ? at - 1 : at + (lot.Next(2) == 0 ? 1 : -1);
        return row[other].ToString();
    }
}
