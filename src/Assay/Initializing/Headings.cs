using System.Text.RegularExpressions;
using Assay.Retrieval.Reading;

namespace Assay.Initializing;

/// <summary>The headings of a markdown page.</summary>
internal static partial class Headings
{
    /// <summary>A heading and what stands under it.</summary>
    /// <param name="Level">1 to 6.</param>
    /// <param name="Text">Markdown of the heading, without its marks.</param>
    /// <param name="Line">1-based line in the page.</param>
    /// <param name="Body">From the next line to the next heading of the same or a higher level.</param>
    internal sealed record Heading(int Level, string Text, int Line, string Body);

    /// <summary>The headings marked with <c>#</c>; those in code and comments are none.</summary>
    /// <param name="markdown">The page.</param>
    /// <returns>In order.</returns>
    public static IReadOnlyList<Heading> Read(string markdown)
    {
        string visible = PlainText.Fence().Replace(PlainText.Comment().Replace(markdown, Blank), Blank);
        Match[] found = Atx().Matches(visible).ToArray();
        var headings = new List<Heading>(found.Length);
        int line = 1, counted = 0;
        for (int i = 0; i < found.Length; i++)
        {
            line += visible.AsSpan(counted, found[i].Index - counted).Count('\n');
            counted = found[i].Index;
            int level = found[i].Groups["marks"].Length;
            int next = Array.FindIndex(found, i + 1, m => m.Groups["marks"].Length <= level);
            int start = found[i].Index + found[i].Length, end = next < 0 ? visible.Length : found[next].Index;
            headings.Add(new Heading(level, found[i].Groups["text"].Value, line, markdown[start..end]));
        }

        return headings;
    }

    /// <summary>The anchors of a page's headings, as the Markdown reader gives them to the page's sections.</summary>
    /// <param name="markdown">The page.</param>
    /// <returns>See <see cref="HeadingSlugs"/>; headings without visible text have none.</returns>
    public static HashSet<string> Anchors(string markdown)
    {
        var slugs = new HeadingSlugs();
        return Read(markdown).Select(h => PlainText.Line(h.Text)).Where(t => t.Length > 0).Select(slugs.Next).ToHashSet(StringComparer.Ordinal);
    }

    // As many characters and lines as before, so that offsets stay right.
    private static string Blank(Match hidden) => string.Concat(hidden.Value.Select(c => c is '\n' or '\r' ? c : ' '));

    [GeneratedRegex("^ {0,3}(?<marks>#{1,6})[ \\t]+(?<text>[^\\r\\n]*?)[ \\t]*(?:[ \\t]#+[ \\t]*)?\\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Atx();
}
