using System.Collections.Immutable;
using System.Text;

namespace Assay.Benchmarks.Tuning;

/// <summary>A question in which values are replaced by marks.</summary>
/// <param name="Text">The question with marks.</param>
/// <param name="Values">The values, first mark first.</param>
internal sealed record MarkedQuestion(string Text, ImmutableArray<string> Values)
{
    private const string Marks = "abcdefghijklmnop";

    /// <summary>The mark of a value; null for one that is not marked.</summary>
    public string? MarkOf(string value) => Values.IndexOf(value) is >= 0 and var at ? Mark(at) : null;

    /// <summary>A text of the model with the values put in place of their marks.</summary>
    public string Filled(string written)
    {
        for (int i = 0; i < Values.Length; i++) written = written.Replace(Mark(i), Values[i], StringComparison.Ordinal);
        return written;
    }

    /// <summary>The mark with a number.</summary>
    internal static string Mark(int at) => $"Z{Marks[Math.Min(at, Marks.Length - 1)]}";
}

/// <summary>Finds in a question what looks like a value, by a rule that knows nothing of the answer.</summary>
/// <remarks>
/// A word is part of a value when it has a digit or begins with a capital letter, and is none of the words that the training questions have outside their values. A word with a digit stands alone;
/// others that follow one another are one value, also across a small word that joins names (of, and, the …). Equal values have one mark.
/// </remarks>
/// <param name="plainWords">The words of training questions without their values.</param>
internal sealed class ValueMarks(IEnumerable<string> plainWords)
{
    private static readonly HashSet<string> Joining = ["of", "and", "the", "for", "to", "in", "on", "with", "a", "&", "-", "'s", "from", "by", ",", ":"];
    private readonly HashSet<string> plain = [.. plainWords];

    /// <summary>The question with marks.</summary>
    public MarkedQuestion Mark(string question)
    {
        string[] words = question.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<string> values = [];
        var text = new StringBuilder();
        for (int i = 0; i < words.Length;)
        {
            int end = EndOfValue(words, i);
            text.Append(' ').Append(end > i ? MarkOf(string.Join(' ', words, i, end - i), values) : words[i]);
            i = Math.Max(end, i + 1);
        }

        return new MarkedQuestion(text.ToString(), [.. values]);
    }

    private int EndOfValue(string[] words, int start)
    {
        if (!IsValue(words[start])) return start;
        int end = start + 1;
        if (HasDigit(words[start])) return end;
        for (int next = end; next < words.Length && next <= end + 2; next++)
        {
            if (IsValue(words[next]) && !HasDigit(words[next])) end = next + 1;
            else if (!Joining.Contains(words[next])) break;
        }

        return end;
    }

    private bool IsValue(string word) => !plain.Contains(word) && (HasDigit(word) || char.IsUpper(word[0]));

    private static bool HasDigit(string word) => word.Any(char.IsDigit);

    private static string MarkOf(string value, List<string> values)
    {
        int at = values.IndexOf(value);
        if (at < 0)
        {
            at = values.Count;
            values.Add(value);
        }

        return MarkedQuestion.Mark(at);
    }
}
