using Assay.Text.Words;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tuning.Synthesis;

/// <summary>Turns somebody's own writing into examples of it: what a paragraph is about is asked for, the paragraph is the answer.</summary>
/// <remarks>
/// A paragraph stands between empty lines and has 20 to 300 words; headings, lists, tables and code are none. What it is about are the heading above it, where there is one, and the words that
/// tell it from the other paragraphs: the three largest <c>f · ln(1 + n / d)</c>, where it has a word f times and d of n paragraphs have it.
/// </remarks>
public static class StyleParagraphs
{
    private const int LeastWords = 20, MostWords = 300, Named = 3, LeastLetters = 4;

    /// <summary>The examples of a text.</summary>
    /// <param name="text">Plain text or Markdown.</param>
    /// <returns>Prompts and paragraphs in the order of the text.</returns>
    public static IReadOnlyList<(string Prompt, string Paragraph)> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(string Heading, string Text)> paragraphs = [.. Paragraphs(text)];
        var holders = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in paragraphs.SelectMany(p => Telling(p.Text).Select(w => w.ToLowerInvariant()).Distinct())) holders[word] = holders.GetValueOrDefault(word) + 1;
        return [.. paragraphs.Select(p => (Prompt(p.Heading, Topics(p.Text, holders, paragraphs.Count)), p.Text))];
    }

    private static string Prompt(string heading, string[] topics)
    {
        string about = topics.Length switch { 0 => "", 1 => topics[0], _ => $"{string.Join(", ", topics[..^1])} and {topics[^1]}" };
        return heading.Length == 0 ? $"Write about {about}." : about.Length == 0 ? $"Write about \"{heading}\"." : $"Write about \"{heading}\": {about}.";
    }

    private static string[] Topics(string paragraph, Dictionary<string, int> holders, int paragraphs)
    {
        string[] words = [.. Telling(paragraph)];
        return [.. words.Select((w, i) => (Word: w, Place: i)).GroupBy(w => w.Word.ToLowerInvariant(), StringComparer.Ordinal)
            .OrderByDescending(g => g.Count() * Math.Log(1 + ((double)paragraphs / holders[g.Key]))).ThenBy(g => g.First().Place).Take(Named).OrderBy(g => g.First().Place).Select(g => g.First().Word)];
    }

    private static IEnumerable<string> Telling(string text) => WordList.Words(text).Where(w => w.Length >= LeastLetters && char.IsLetter(w[0]) && !StopWords.Contains(w.ToLowerInvariant()));

    private static IEnumerable<(string Heading, string Text)> Paragraphs(string text)
    {
        string heading = "";
        foreach (string block in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string body = block;
            if (block[0] == '#')
            {
                int end = block.IndexOf('\n', StringComparison.Ordinal);
                heading = (end < 0 ? block : block[..end]).TrimStart('#').Trim();
                body = end < 0 ? "" : block[(end + 1)..].Trim();
            }

            string paragraph = string.Join(' ', body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            bool isProse = paragraph.Length > 0 && paragraph[0] is not ('-' or '*' or '|' or '`' or '>' or '<' or '•') && !paragraph.Contains(" | ", StringComparison.Ordinal);
            if (isProse && WordList.Words(paragraph).Count is >= LeastWords and <= MostWords) yield return (heading, paragraph);
        }
    }
}
