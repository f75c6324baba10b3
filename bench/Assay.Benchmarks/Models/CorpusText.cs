using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Models;

/// <summary>One document of a source, in plain paragraphs: parts with an empty line between them, headings as lines that begin with <c># </c>.</summary>
/// <param name="Id">Its path or name within the source.</param>
/// <param name="Text">The text.</param>
internal sealed record CorpusDocument(string Id, string Text)
{
    /// <summary>The paragraphs and headings, in order.</summary>
    public IEnumerable<string> Parts => Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Turns files of sources into paragraphs of plain text.</summary>
internal static partial class CorpusText
{
    private const int LongestCode = 6;

    /// <summary>Markdown without its marks: headings as <c># </c> whatever their level, list items as lines, tables as rows, code of at most six lines, links as their text.</summary>
    public static string OfMarkdown(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var code = new List<string>();
        bool inCode = false, inFrontMatter = false;
        void Flush()
        {
            string whole = part.ToString().Trim();
            if (whole.Length > 0) parts.Add(whole);
            part.Clear();
        }

        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            if (line == "---" && (i == 0 || inFrontMatter))
            {
                inFrontMatter = i == 0;
                continue;
            }

            if (inFrontMatter) continue;
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                if (inCode && code.Count <= LongestCode) part.Append(string.Concat(code.Select(c => c + "\n")));
                code.Clear();
                inCode = !inCode;
                continue;
            }

            if (inCode) code.Add(line);
            else if (Heading().Match(line) is { Success: true } heading)
            {
                Flush();
                string title = Inline(heading.Groups[1].Value);
                if (title.Length > 0) parts.Add("# " + title);
            }
            else if (line.Trim().Length == 0) Flush();
            else if (!TableRule().IsMatch(line)) part.Append(Inline(line)).Append(line.EndsWith("  ", StringComparison.Ordinal) || IsOwnLine(lines, i) ? '\n' : ' ');
        }

        Flush();
        return string.Join("\n\n", parts);
    }

    /// <summary>Plain text whose lines are wrapped: paragraphs are what stands between empty lines.</summary>
    public static string OfWrapped(string text) =>
        string.Join("\n\n", text.ReplaceLineEndings("\n").Split("\n\n").Select(p => Spaces().Replace(p, " ").Trim()).Where(p => p.Length > 0));

    /// <summary>Plain text with a paragraph on every line.</summary>
    public static string OfLines(string text) =>
        string.Join("\n\n", text.ReplaceLineEndings("\n").Split('\n').Select(p => Spaces().Replace(p, " ").Trim()).Where(p => p.Length > 0));

    /// <summary>A book of Project Gutenberg without what its editors put before and after it.</summary>
    public static string OfGutenberg(string text)
    {
        Match start = GutenbergStart().Match(text), end = GutenbergEnd().Match(text);
        int from = start.Success ? start.Index + start.Length : 0, to = end.Success ? end.Index : text.Length;
        return OfWrapped(text[from..Math.Max(from, to)].Replace("_", "", StringComparison.Ordinal));
    }

    private static bool IsOwnLine(string[] lines, int i) => i + 1 < lines.Length && (ListItem().IsMatch(lines[i + 1]) || lines[i].StartsWith('|'));

    private static string Inline(string line)
    {
        line = Tag().Replace(line, "");
        line = Image().Replace(line, "");
        line = Link().Replace(line, "$1");
        line = Escape().Replace(line, "$1");
        line = ListItem().Replace(line, "- ");
        line = Marks().Replace(line, "");
        return Spaces().Replace(line, " ").Trim();
    }

    [GeneratedRegex(@"^#{1,6}\s+(.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*\|?[\s:|-]+\|?\s*$")]
    private static partial Regex TableRule();

    [GeneratedRegex(@"</?[A-Za-z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"!\[[^\]]*\]\([^)]*\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[((?:[^\[\]\\]|\\.)*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\\([^A-Za-z0-9\s])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^\s*[+*-]\s+")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\*\*\* ?START OF (THE|THIS) PROJECT GUTENBERG[^\n]*\n", RegexOptions.IgnoreCase)]
    private static partial Regex GutenbergStart();

    [GeneratedRegex(@"(\*\*\* ?END OF (THE|THIS) PROJECT GUTENBERG|End of (the )?Project Gutenberg)", RegexOptions.IgnoreCase)]
    private static partial Regex GutenbergEnd();
}
