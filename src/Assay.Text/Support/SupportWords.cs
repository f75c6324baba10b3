using System.Globalization;
using Assay.Text.Segmentation;
using Assay.Text.Stemming;
using Assay.Text.Words;

namespace Assay.Text.Support;

/// <summary>The words of a text in the form in which an answer is held against its passages.</summary>
/// <param name="Stems">Every word: stems, and figures as numbers (<c>7th</c>, <c>seven</c> and <c>7</c> are the same).</param>
/// <param name="Words">The words as written, for messages.</param>
public sealed record SupportWords(IReadOnlyList<string> Stems, IReadOnlyList<string> Words)
{
    private const string Small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    private const string Ordinal = "- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";
    private static readonly Dictionary<string, string> s_numbers = Numbers();

    /// <summary>The words of a part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="part">The part.</param>
    /// <returns>Its words in order.</returns>
    public static SupportWords Of(string text, TextSpan part)
    {
        var stems = new List<string>();
        var words = new List<string>();
        foreach (Word word in WordSegmenter.Segment(text, part))
        {
            // A compound with a number (10-pin, 18-49-year-old) is held against texts that write it apart.
            string[] parts = IsFigure(word.Normal) ? word.Normal.Split('-', StringSplitOptions.RemoveEmptyEntries) : [word.Normal];
            foreach (string one in parts)
            {
                stems.Add(Canonical(one));
                words.Add(parts.Length == 1 ? word.Span.Of(text).ToString() : one);
            }
        }

        return new SupportWords(stems, words);
    }

    /// <summary>Whether a word has a digit.</summary>
    /// <param name="word">The word.</param>
    /// <returns>True for <c>7th</c>.</returns>
    public static bool IsFigure(string word) => word.AsSpan().ContainsAnyInRange('0', '9');

    /// <summary>Whether a word says something: no stop word.</summary>
    /// <param name="at">Its place.</param>
    /// <returns>True for a content word or a figure.</returns>
    public bool IsContent(int at) => IsFigure(Stems[at]) || !StopWords.Contains(Words[at].Replace('’', '\''));

    private static string Canonical(string normal)
    {
        if (s_numbers.TryGetValue(normal, out string? number)) return number;
        if (!IsFigure(normal)) return EnglishStem.Of(normal);

        // Whether a sign is written on the figure, apart from it or in words does not make it another figure.
        normal = normal.Trim('%', '‰', '$', '€', '£', '¥', '₹');
        foreach (string ending in (ReadOnlySpan<string>)["st", "nd", "rd", "th", "s"])
        {
            if (normal.EndsWith(ending, StringComparison.Ordinal) && normal.AsSpan(0, normal.Length - ending.Length).IndexOfAnyExceptInRange('0', '9') < 0) return normal[..^ending.Length];
        }

        return normal;
    }

    private static Dictionary<string, string> Numbers()
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string list in (ReadOnlySpan<string>)[Small, Ordinal])
        {
            string[] names = list.Split(' ');
            for (int i = 0; i < names.Length; i++) numbers[names[i]] = i.ToString(CultureInfo.InvariantCulture);
        }

        string[] tens = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        for (int i = 0; i < tens.Length; i++) numbers[tens[i]] = ((i + 3) * 10).ToString(CultureInfo.InvariantCulture);
        return numbers;
    }
}
