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
    private const int MostAnswerWords = 60, LeastAnswerWords = 4, ShortAnswerWords = 8, MostRows = 6, MostColumns = 3;

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
        if (asks && opening is not null) yield return new QuestionDraft(passage, passage.Heading.EndsWith('?') ? passage.Heading : $"{passage.Heading}?", opening) { Template = QuestionTemplate.Heading };
        foreach (QuestionDraft pair in Pairs(passage)) yield return pair;
        if (LanguageDetector.Detect(passage.Text) is not (Language.English or Language.Unknown)) yield break;
        foreach (QuestionDraft definition in Definitions(passage)) yield return definition;
        foreach (QuestionDraft row in Rows(passage)) yield return row;
        if (asks || opening is null || passage.HeadingPath.Length == 0) yield break;
        yield return HowTo().Match(passage.Heading) is { Success: true } how
            ? new QuestionDraft(passage, $"How do I {how.Groups["what"].Value}?", opening) { Template = QuestionTemplate.HowTo }
            : new QuestionDraft(passage, $"What should I know about \"{passage.Heading}\" ({passage.Title})?", opening) { Template = QuestionTemplate.Opening };
    }

    // "How to cancel" announces instructions; "How do I cancel" asks.
    private static bool IsQuestion(string heading)
    {
        if (heading.EndsWith('?')) return true;
        string[] words = heading.Split(' ');
        return words.Length >= 3 && QuestionWords.Contains(words[0], StringComparer.OrdinalIgnoreCase) && Asks().IsMatch(heading);
    }

    private static IEnumerable<QuestionDraft> Pairs(SyntheticPassage passage)
    {
        string[] lines = passage.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].StartsWith("Q:", StringComparison.Ordinal) && lines[i + 1].StartsWith("A:", StringComparison.Ordinal) && Opening(lines[i + 1][2..]) is { } answer)
            {
                yield return new QuestionDraft(passage, lines[i][2..].Trim(), answer) { Template = QuestionTemplate.Pair };
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
            yield return new QuestionDraft(passage, $"What {match.Groups["verb"].Value} {article.ToLowerInvariant()}{thing}?", sentence) { Template = QuestionTemplate.Definition };
        }
    }

    private static IEnumerable<QuestionDraft> Rows(SyntheticPassage passage)
    {
        foreach (PassageRow row in PassageRow.Of(passage.Text).Take(MostRows))
        {
            for (int c = 1; c < row.Cells.Length && c <= MostColumns; c++)
            {
                if (row.Has(c)) yield return new QuestionDraft(passage, $"What is listed under {row.Header[c]} for {row.Cells[0]}?", $"{row.Header[c]} for {row.Cells[0]}: {row.Cells[c].TrimEnd('.')}.") { Template = QuestionTemplate.Row };
            }
        }
    }

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

    // "What we may change" and "When location is recorded" tell; where the verb comes before what does it, a heading asks.
    [GeneratedRegex(@"^(?:(?:can|does|do|is|are) |(?:how (?:long|often|far|large)|how (?:many|much) \p{L}+|what|when|where|why|how|who|which \p{L}+) (?:is|are|do|does|did|can|could|should|will|would|may|must|has|have|happens?|costs?|counts?|needs?|pays?|cost|need|count)\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Asks();

    [GeneratedRegex(@"^(?:How to|To) (?<what>\S.*[^?.!])$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HowTo();

    [GeneratedRegex(@"^(?<article>(?:The|An?) )?(?<thing>[\p{L}\p{N}][\p{L}\p{N}'’-]*(?: [\p{L}\p{N}][\p{L}\p{N}'’-]*){0,3}) (?<verb>is|are) (?:an?|the) (?:\S+ ){2,}.*\.$", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(?:[-*•]|[0-9]{1,3}[.)])\s", RegexOptions.CultureInvariant)]
    private static partial Regex ListItem();
}
