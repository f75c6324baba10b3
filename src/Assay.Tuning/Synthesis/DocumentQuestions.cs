using System.Text.RegularExpressions;
using Assay.Text.Languages;
using Assay.Text.Segmentation;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Synthesis;

/// <summary>
/// Questions and answers from documents by templates, without a model: headings that ask, pairs of <c>Q:</c> and <c>A:</c>, sentences that define something, rows of tables, and what stands
/// first under a heading. What the templates add is English, so other languages give the first two alone.
/// </summary>
public static partial class DocumentQuestions
{
    private const int MostAnswerWords = 60, LeastAnswerWords = 4, ShortAnswerWords = 8, MostRows = 6, MostColumns = 3, MostCell = 60;

    private static readonly string[] QuestionWords = ["what", "how", "why", "when", "where", "which", "who", "whose", "whom", "can", "does", "do", "is", "are"];
    private static readonly HashSet<string> Pointers = new(StringComparer.OrdinalIgnoreCase)
    {
        "it", "this", "that", "there", "these", "those", "here", "he", "she", "they", "we", "you", "i", "what", "which", "who", "if", "when", "where", "one", "each", "both", "such", "another", "the", "a", "an", "all", "some",
    };

    /// <summary>What the templates make of passages.</summary>
    /// <param name="passages">In the order of the documents.</param>
    /// <returns>Drafts in that order; of each passage those that are most like a user's question first.</returns>
    public static IEnumerable<QuestionDraft> Of(IEnumerable<SyntheticPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        SyntheticPassage? before = null;
        foreach (SyntheticPassage passage in passages)
        {
            bool continues = before is not null && before.DocumentId == passage.DocumentId && before.HeadingPath == passage.HeadingPath;
            foreach (QuestionDraft draft in Of(passage, continues)) yield return draft;
            before = passage;
        }
    }

    private static IEnumerable<QuestionDraft> Of(SyntheticPassage passage, bool continues)
    {
        string? opening = continues ? null : Opening(passage.Text);
        bool asks = IsQuestion(passage.Heading);
        if (asks && opening is not null) yield return new QuestionDraft(passage, passage.Heading.EndsWith('?') ? passage.Heading : $"{passage.Heading}?", opening);
        foreach (QuestionDraft pair in Pairs(passage)) yield return pair;
        if (LanguageDetector.Detect(passage.Text) is not (Language.English or Language.Unknown)) yield break;
        foreach (QuestionDraft definition in Definitions(passage)) yield return definition;
        foreach (QuestionDraft row in Rows(passage)) yield return row;
        if (asks || opening is null || passage.HeadingPath.Length == 0) yield break;
        yield return new QuestionDraft(passage, HowTo().Match(passage.Heading) is { Success: true } how ? $"How do I {how.Groups["what"].Value}?" : $"What should I know about \"{passage.Heading}\" ({passage.Title})?", opening);
    }

    // "How to cancel" announces instructions; "How do I cancel" asks.
    private static bool IsQuestion(string heading)
    {
        if (heading.EndsWith('?')) return true;
        string[] words = heading.Split(' ');
        return words.Length >= 3 && QuestionWords.Contains(words[0], StringComparer.OrdinalIgnoreCase) && words[1] != "to";
    }

    private static IEnumerable<QuestionDraft> Pairs(SyntheticPassage passage)
    {
        string[] lines = passage.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].StartsWith("Q:", StringComparison.Ordinal) && lines[i + 1].StartsWith("A:", StringComparison.Ordinal) && Opening(lines[i + 1][2..]) is { } answer)
            {
                yield return new QuestionDraft(passage, lines[i][2..].Trim(), answer);
            }
        }
    }

    private static IEnumerable<QuestionDraft> Definitions(SyntheticPassage passage)
    {
        foreach (string sentence in Prose(passage.Text).SelectMany(Sentences))
        {
            if (Definition().Match(sentence) is not { Success: true } match || Words(sentence) > MostAnswerWords) continue;
            string article = match.Groups["article"].Value, thing = match.Groups["thing"].Value;
            if (Pointers.Contains(thing.Split(' ')[0])) continue;
            yield return new QuestionDraft(passage, $"What {match.Groups["verb"].Value} {article.ToLowerInvariant()}{thing}?", sentence);
        }
    }

    private static IEnumerable<QuestionDraft> Rows(SyntheticPassage passage)
    {
        string[]? header = null;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int rows = 0;
        foreach (string line in passage.Text.Split('\n'))
        {
            if (!line.Contains(" | ", StringComparison.Ordinal))
            {
                (header, rows) = (null, 0);
                continue;
            }

            string[] cells = [.. line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)];
            if (header is null)
            {
                header = cells;
                continue;
            }

            if (cells.Length != header.Length || !IsName(cells[0]) || !seen.Add(cells[0]) || rows++ >= MostRows) continue;
            for (int c = 1; c < cells.Length && c <= MostColumns; c++)
            {
                if (!IsName(header[c]) || cells[c].Length == 0 || cells[c] is "-" or "–" or "—") continue;
                yield return new QuestionDraft(passage, $"What is listed under {header[c]} for {cells[0]}?", $"{header[c]} for {cells[0]}: {cells[c].TrimEnd('.')}.");
            }
        }
    }

    private static bool IsName(string cell) => cell.Length is > 0 and <= MostCell && cell.Any(char.IsLetter);

    /// <summary>What stands first: one sentence, or two where the first is short; null where a list or a table does.</summary>
    private static string? Opening(string text)
    {
        if (Prose(text).FirstOrDefault() is not { } line || !text.TrimStart().StartsWith(line, StringComparison.Ordinal)) return null;
        string[] sentences = [.. Sentences(line)];
        if (sentences.Length == 0) return null;
        string answer = sentences.Length > 1 && Words(sentences[0]) < ShortAnswerWords ? $"{sentences[0]} {sentences[1]}" : sentences[0];
        return Words(answer) is >= LeastAnswerWords and <= MostAnswerWords && answer[^1] is '.' or '!' or ')' or '"' or '”' ? answer : null;
    }

    private static IEnumerable<string> Prose(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(l => !l.Contains(" | ", StringComparison.Ordinal) && !ListItem().IsMatch(l) && !l.StartsWith("Q:", StringComparison.Ordinal));

    private static IEnumerable<string> Sentences(string line) => SentenceSegmenter.Segment(line).Select(s => s.Of(line).Trim().ToString()).Where(s => s.Length > 0);

    private static int Words(string text) => WordList.Words(text).Count;

    [GeneratedRegex(@"^How to (?<what>\S.*[^?.!])$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowTo();

    [GeneratedRegex(@"^(?<article>(?:The|An?) )?(?<thing>[\p{L}\p{N}][\p{L}\p{N}'’-]*(?: [\p{L}\p{N}][\p{L}\p{N}'’-]*){0,3}) (?<verb>is|are) (?:an?|the) (?:\S+ ){2,}.*\.$", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(?:[-*•]|[0-9]{1,3}[.)])\s", RegexOptions.CultureInvariant)]
    private static partial Regex ListItem();
}
