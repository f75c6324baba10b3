using System.Collections.Frozen;
using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Decides whether a hyphen at the end of a line belongs to the word or was put there to break it, by what the rest of the document writes.</summary>
internal sealed class Hyphens
{
    // Text that is broken by its producer ends a line in thirty or more with a hyphen; words that have one of their own rarely stand there.
    private const double BreakingShare = 0.03;
    private const int FewestBreaks = 3;

    private static readonly FrozenSet<string> OwnHyphen = FrozenSet.ToFrozenSet(["non", "self", "well", "cross", "half", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> words = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool breaks;

    /// <summary>Learns the words of a document.</summary>
    public Hyphens(IEnumerable<PageLayout> pages)
    {
        var broken = new List<(string Head, string Tail)>();
        int lines = 0;
        foreach (PageLayout page in pages)
        {
            string before = "";
            foreach (PageItem item in page.Items)
            {
                if (item is not Line line) continue;
                string text = line.Text;
                lines++;
                int from = 0, to = text.Length;
                if (IsBroken(before, text))
                {
                    (string head, string tail) = (LastWord(before[..^1]), FirstWord(text));
                    broken.Add((head, tail));
                    from = tail.Length;
                }

                if (text.Length > 1 && IsHyphen(text[^1])) to -= LastWord(text[..^1]).Length + 1;
                Learn(text, from, to);
                before = text;
            }
        }

        int joined = broken.Count(b => words.Contains(b.Head + b.Tail)), kept = broken.Count(b => words.Contains(b.Head + "-" + b.Tail));
        breaks = joined > kept || (joined == kept && broken.Count >= FewestBreaks && broken.Count > lines * BreakingShare);
    }

    /// <summary>Whether a line may break a word that goes on in the next one: with a small letter, or with capitals after capitals.</summary>
    public static bool IsBroken(string line, string next) =>
        line.Length > 1 && IsHyphen(line[^1]) && char.IsLetter(line[^2]) && next.Length > 0 && (char.IsLower(next[0]) || (EndsInCapitals(line[..^1]) && BeginsInCapitals(next)));

    /// <summary>Adds a line to the text before it: with a space, without one, or without the hyphen that broke a word.</summary>
    public void Append(StringBuilder text, string line)
    {
        if (text.Length == 0)
        {
            text.Append(line);
            return;
        }

        string end = text.ToString(Math.Max(0, text.Length - 60), Math.Min(60, text.Length));
        if (!IsBroken(end, line))
        {
            bool open = end.Length > 1 && end[^1] == '-' && char.IsLetterOrDigit(end[^2]) && char.IsLetterOrDigit(line[0]);
            if (!open && !JoinsWithoutSpace(end[^1], line[0])) text.Append(' ');
            text.Append(line);
            return;
        }

        string head = LastWord(end[..^1]), tail = FirstWord(line);
        bool join = end[^1] == '\u00AD' || words.Contains(head + tail) || (breaks && !OwnHyphen.Contains(head) && !words.Contains(head + "-" + tail));
        if (join) text.Length--;
        text.Append(line);
    }

    private static bool EndsInCapitals(string text) => text.Length > 1 && char.IsUpper(text[^1]) && char.IsUpper(text[^2]);

    private static bool BeginsInCapitals(string text) => text.Length > 1 && char.IsUpper(text[0]) && char.IsUpper(text[1]);

    private static bool IsHyphen(char c) => c is '-' or '\u00AD' or '\u2010';

    // Chinese and Japanese are written without spaces.
    private static bool JoinsWithoutSpace(char before, char after) => IsIdeograph(before) && IsIdeograph(after);

    private static bool IsIdeograph(char c) => c is (>= '\u3000' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF00' and <= '\uFF60');

    private static string LastWord(string text)
    {
        int start = text.Length;
        while (start > 0 && char.IsLetter(text[start - 1])) start--;
        return text[start..];
    }

    private static string FirstWord(string text)
    {
        int end = 0;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return text[..end];
    }

    private void Learn(string text, int from, int to)
    {
        int start = -1;
        for (int i = from; i <= to; i++)
        {
            bool inside = i < to && (char.IsLetter(text[i]) || (text[i] == '-' && start >= 0));
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            if (i - start is > 2 and < 60) words.Add(text[start..i]);
            start = -1;
        }
    }
}
