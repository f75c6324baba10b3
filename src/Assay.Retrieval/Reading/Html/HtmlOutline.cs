using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Assay.Text;

namespace Assay.Retrieval.Reading.Html;

/// <summary>
/// Rewrites HTML so that the tree builder sees only what matters here: tags of structure without attributes, every stretch of text
/// replaced by its number. Text found in the tree is looked up by that number, so its place in the original is known exactly
/// whatever the tree builder moves around, and no input can make the tree deep or the builder's work quadratic.
/// </summary>
internal sealed class HtmlOutline
{
    /// <summary>Stands for inline markup and everything unknown, of which no tags are written.</summary>
    public const string Inline = "x-i";

    /// <summary>Element whose content is not read: hidden, navigation by role, form controls, templates, fallback of media.</summary>
    public const string Skip = "x-s";

    /// <summary>Ends the number of a piece of text.</summary>
    public const char PieceEnd = ';';

    // Tags of structure, which is 110,000 paragraphs or a table of 36,000 rows and two columns; with what is made of it, every element takes about 1,500 bytes.
    private const int MaxTags = 220_000;

    // Nothing asks where these begin.
    private static readonly FrozenSet<string> Unplaced = FrozenSet.ToFrozenSet([Skip, "td", "th", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Kept = FrozenSet.ToFrozenSet(
        ["main", "article", "section", "nav", "header", "footer", "aside", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
         "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "pre", "blockquote"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        ["form", "figure", "figcaption", "details", "summary", "address", "hgroup", "center", "fieldset", "legend", "dialog", "search"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Skipped = FrozenSet.ToFrozenSet(
        ["template", "select", "button", "datalist", "object", "video", "audio", "canvas", "map"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Raw = FrozenSet.ToFrozenSet(
        ["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "textarea", "svg", "title"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Void = FrozenSet.ToFrozenSet(
        ["area", "base", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "html", "head", "body"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> SkippedRoles = FrozenSet.ToFrozenSet(
        ["navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "tooltip"], StringComparer.OrdinalIgnoreCase);

    private readonly string html;
    private readonly StringBuilder outline = new();
    private readonly List<TextSpan> pieces = [];
    private readonly HtmlOpenElements open;
    private readonly HashSet<string> unclosed = new(StringComparer.Ordinal);
    private int breaks;

    private HtmlOutline(string html)
    {
        this.html = html;
        open = new HtmlOpenElements(outline);
    }

    /// <summary>The rewritten HTML.</summary>
    public string Outline => outline.ToString();

    /// <summary>The stretches of text, by number.</summary>
    public IReadOnlyList<TextSpan> Pieces => pieces;

    /// <summary>Content of the first title element, or null.</summary>
    public TextSpan? Title { get; private set; }

    /// <summary>Rewrites <paramref name="html"/> in one pass.</summary>
    /// <param name="document">Named in the error.</param>
    /// <param name="html">A page or a piece of one.</param>
    /// <param name="cancellationToken">Checked per tag.</param>
    /// <exception cref="UnreadableDocumentException">It has more than 250,000 tags of structure.</exception>
    public static HtmlOutline Of(DocumentBuilder document, string html, CancellationToken cancellationToken)
    {
        var result = new HtmlOutline(html);
        result.Scan(document, cancellationToken);
        return result;
    }

    private void Scan(DocumentBuilder document, CancellationToken cancellationToken)
    {
        int position = 0, textStart = 0;
        while (position < html.Length)
        {
            int found = html.IndexOf('<', position);
            if (found < 0) break;
            char next = found + 1 < html.Length ? html[found + 1] : ' ';
            if (!char.IsAsciiLetter(next) && next is not ('/' or '!' or '?'))
            {
                position = found + 1;
                continue;
            }

            Text(textStart, found);
            position = next is '!' or '?' ? AfterComment(found) : Tag(found);
            textStart = position;
            cancellationToken.ThrowIfCancellationRequested();
            if (open.Tags + breaks > MaxTags) throw document.Refused($"it has more than {MaxTags} tags of structure. Split the page.");
        }

        Text(textStart, html.Length);
    }

    private void Text(int start, int end)
    {
        if (start >= end) return;
        bool blank = html.AsSpan(start, end - start).IsWhiteSpace();
        if (blank && !open.IsPreformatted) outline.Append(' ');
        else Piece(start, end);
    }

    private void Piece(int start, int end)
    {
        outline.Append(pieces.Count.ToString(CultureInfo.InvariantCulture)).Append(PieceEnd);
        pieces.Add(new TextSpan(start, end));
    }

    private int AfterComment(int start)
    {
        bool comment = string.CompareOrdinal(html, start, "<!--", 0, 4) == 0;
        if (!comment) return After(html.IndexOf('>', start), 1);
        int body = start + 4;
        if (body < html.Length && html[body] == '>') return body + 1;
        if (string.CompareOrdinal(html, body, "->", 0, 2) == 0) return body + 2;
        return After(html.IndexOf("-->", body, StringComparison.Ordinal), 3);
    }

    private int After(int found, int length) => found < 0 ? html.Length : found + length;

    private int Tag(int start)
    {
        HtmlTag tag = HtmlTag.Read(html, start);
        if (tag.Name.Length == 0) return tag.End;
        if (tag.IsEnd) open.End(tag.Name);
        else if (Raw.Contains(tag.Name)) return AfterRaw(tag);
        else StartTag(tag, start);
        return tag.End;
    }

    private void StartTag(HtmlTag tag, int start)
    {
        if (tag.Name == "br")
        {
            outline.Append("<br>");
            breaks++;
        }

        if (tag.Name == "img" && !tag.IsHidden && tag.Alternative is { Length: > 0 } alternative)
        {
            outline.Append(' ');
            Piece(alternative.Start, alternative.End);
            outline.Append(' ');
        }

        if (tag.Name == "br" || Void.Contains(tag.Name)) return;
        bool main = string.Equals(tag.Role, "main", StringComparison.OrdinalIgnoreCase);
        string element = Element(tag);
        if (main && element == Inline) element = "div";
        if (!open.Start(tag.Name, element)) return;
        if (!Unplaced.Contains(element)) outline.Append(" p=").Append(start.ToString(CultureInfo.InvariantCulture));
        if (tag.Columns > 1) outline.Append(" cols=").Append(tag.Columns.ToString(CultureInfo.InvariantCulture));
        if (tag.Rows != 1) outline.Append(" rows=").Append(tag.Rows.ToString(CultureInfo.InvariantCulture));
        if (main) outline.Append(" main");
        outline.Append('>');
    }

    private static string Element(HtmlTag tag)
    {
        if (tag.IsHidden || Skipped.Contains(tag.Name) || (tag.Role is { } role && SkippedRoles.Contains(role))) return Skip;
        if (Kept.Contains(tag.Name)) return tag.Name;
        return Blocks.Contains(tag.Name) || tag.Name is "menu" or "dir" ? "div" : Inline;
    }

    private int AfterRaw(HtmlTag tag)
    {
        // An end tag that was not found once is not there for the next one either: without this, many unclosed tags cost n².
        int end = tag.IsSelfClosing || unclosed.Contains(tag.Name) ? -1 : html.IndexOf("</" + tag.Name, tag.End, StringComparison.OrdinalIgnoreCase);
        if (tag.Name == "title" && end >= 0) Title ??= new TextSpan(tag.End, end);
        if (end >= 0) return After(html.IndexOf('>', end), 1);
        if (tag.IsSelfClosing) return tag.End;
        unclosed.Add(tag.Name);
        return tag.Name is "script" or "style" ? html.Length : tag.End;
    }
}
