using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Collections;

/// <summary>Reads TREC document files: <c>&lt;DOC&gt; &lt;DOCNO&gt; id &lt;/DOCNO&gt; ... &lt;/DOC&gt;</c>, one document in memory at a time.</summary>
internal static partial class TrecDocuments
{
    private const string Start = "<DOC>";
    private const string End = "</DOC>";

    /// <summary>The documents of a file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <returns>In the order of the file.</returns>
    /// <exception cref="InputException">A document is not closed, begins inside another or has no DOCNO.</exception>
    public static IEnumerable<CollectionDocument> Read(string path)
    {
        StringBuilder? open = null;
        int line = 0, from = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            string rest = text;
            while (open is not null || rest.Contains(Start, StringComparison.OrdinalIgnoreCase))
            {
                if (open is null)
                {
                    (open, from) = (new StringBuilder(), line);
                    rest = rest[(rest.IndexOf(Start, StringComparison.OrdinalIgnoreCase) + Start.Length)..];
                }

                int end = rest.IndexOf(End, StringComparison.OrdinalIgnoreCase);
                int again = rest.IndexOf(Start, StringComparison.OrdinalIgnoreCase);
                if (again >= 0 && (end < 0 || again < end)) throw new InputException(new Problem(path, line, $"expected {End} before the next {Start}; the document from line {from} is still open."));
                open.Append(end < 0 ? rest : rest[..end]).Append('\n');
                if (end < 0) break;
                yield return Parse(path, from, open.ToString());
                (open, rest) = (null, rest[(end + End.Length)..]);
            }
        }

        if (open is not null) throw new InputException(new Problem(path, from, $"expected {End}; the file ends inside the document that begins here."));
    }

    private static CollectionDocument Parse(string path, int line, string content)
    {
        Match number = DocumentNumber().Match(content);
        string id = number.Groups["id"].Value.Trim();
        if (id.Length == 0) throw new InputException(new Problem(path, line, "expected <DOCNO> id </DOCNO> in the document that begins here; found none."));
        Match title = Title().Match(content);
        string[] texts = [.. TextElement().Matches(content).Select(m => m.Groups["text"].Value)];
        string body = texts.Length > 0 ? string.Join('\n', texts) : Title().Replace(DocumentNumber().Replace(content, ""), "");
        string plainTitle = string.Join(' ', Plain(title.Groups["title"].Value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new CollectionDocument(id, plainTitle, Plain(body), line);
    }

    private static string Plain(string markup) => WebUtility.HtmlDecode(Tag().Replace(markup, " ")).Trim();

    [GeneratedRegex("<DOCNO>(?<id>[^<]*)</DOCNO>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DocumentNumber();

    [GeneratedRegex("<(?<tag>TITLE|HEADLINE|HL)>(?<title>.*?)</\\k<tag>>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex("<TEXT>(?<text>.*?)(?:</TEXT>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TextElement();

    [GeneratedRegex("</?[A-Za-z][^<>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
