using System.Net;
using System.Text.RegularExpressions;
using Assay.Text.Segmentation;

namespace Assay.Initializing;

/// <summary>The words of a piece of markdown. Good enough for questions and first sentences; documents are read by the real reader.</summary>
internal static partial class PlainText
{
    private const int MaxAnswerWords = 40;
    private const int MinAnswerWords = 4;

    private static readonly string[] Pointers = ["Learn more", "To learn more", "For more information", "See ", "Go to "];

    /// <summary>One line of text without markup.</summary>
    /// <param name="markdown">Any markdown.</param>
    /// <returns>White space collapsed.</returns>
    public static string Line(string markdown) => string.Join(' ', Paragraphs(markdown));

    /// <summary>The text an answer begins with: its first sentence, and the next one where the first is a mere "Yes."</summary>
    /// <param name="markdown">The answer.</param>
    /// <returns>Null when that is longer than 40 words, leads into a list, or only points elsewhere ("Learn more at ..."). Headings, questions back and, among several sentences, fragments without a full stop are passed over.</returns>
    public static string? FirstSentence(string markdown)
    {
        string answer = "";
        string[] sentences = [.. Paragraphs(HeadingLine().Replace(markdown, "")).SelectMany(Sentences)];
        foreach (string sentence in sentences)
        {
            // A fragment is the bold name of a section more often than an answer.
            bool fragment = sentences.Length > 1 && !(char.IsPunctuation(sentence[^1]) || char.IsSymbol(sentence[^1]));
            if (fragment || sentence.EndsWith('?')) continue;
            string longer = answer.Length == 0 ? sentence : $"{answer} {sentence}";
            if (sentence.EndsWith(':') || Words(longer) > MaxAnswerWords || Pointers.Any(p => sentence.StartsWith(p, StringComparison.Ordinal))) break;
            answer = longer;
            if (Words(answer) >= MinAnswerWords) break;
        }

        return answer.Length > 0 ? answer : null;
    }

    private static IEnumerable<string> Sentences(string paragraph) => SentenceSegmenter.Segment(paragraph).Select(s => s.Of(paragraph).ToString());

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static IEnumerable<string> Paragraphs(string markdown)
    {
        string text = Includes.Drop(Fence().Replace(Comment().Replace(markdown, ""), "\n\n"));
        var lines = new List<string>();
        foreach (string line in text.Split('\n').Append(""))
        {
            string bare = Quote().Replace(line, "").Trim();
            bool starts = BlockStart().Match(bare) is { Success: true };
            if ((bare.Length == 0 || starts) && Inline(lines) is { Length: > 0 } paragraph) yield return paragraph;
            if (bare.Length == 0 || starts) lines.Clear();
            if (bare.Length > 0) lines.Add(BlockStart().Replace(bare, ""));
        }
    }

    private static string Inline(List<string> lines)
    {
        string text = string.Join(' ', lines);
        text = Alert().Replace(Image().Replace(text, ""), "");
        text = Link().Replace(text, "${text}");
        text = Emphasis().Replace(Tag().Replace(text, ""), "");
        text = WebUtility.HtmlDecode(Escape().Replace(text, "${char}"));
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex("<!--.*?(?:-->|\\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    internal static partial Regex Comment();

    [GeneratedRegex("^[ \\t]*(?<mark>```+|~~~+).*?(?:^[ \\t]*\\k<mark>[ \\t]*\\r?$|\\z)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    internal static partial Regex Fence();

    [GeneratedRegex("^[ \\t]*#{1,6}[ \\t].*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex HeadingLine();

    [GeneratedRegex("^\\s*(?:>\\s?)+", RegexOptions.CultureInvariant)]
    private static partial Regex Quote();

    [GeneratedRegex("^(?:(?:[-*+]\\s+|\\d+[.)]\\s+)+|#{1,6}\\s+|\\|)", RegexOptions.CultureInvariant)]
    private static partial Regex BlockStart();

    [GeneratedRegex("\\[![A-Za-z][^\\]]*\\]", RegexOptions.CultureInvariant)]
    private static partial Regex Alert();

    [GeneratedRegex("!\\[[^\\]]*\\]\\([^)]*\\)", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex("\\[(?<text>[^\\[\\]]*)\\](?:\\([^)]*\\)|\\[[^\\]]*\\])", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("</?[A-Za-z][^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex("\\*\\*|__|`|(?<![\\w\\\\])[*_](?=\\S)|(?<=[^\\s\\\\])[*_](?!\\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Emphasis();

    [GeneratedRegex("\\\\(?<char>[\\\\`*_{}\\[\\]()#+\\-.!<>|])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
