using Assay.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>Renders inline Markdown as plain text with its map. The parser's positions are checked against the text before they are believed.</summary>
/// <param name="view">The text that was parsed.</param>
/// <param name="offset">Where it starts in the original.</param>
internal sealed class MarkdownInlines(string view, int offset)
{
    private const string Skippable = " \t\r\n>\\";

    /// <summary>Adds the text of <paramref name="leaf"/>.</summary>
    /// <returns>Whether it has any visible text.</returns>
    public bool Append(LeafBlock leaf, MappedTextBuilder text)
    {
        int before = text.Length;
        if (leaf.Inline is { } root) Walk(root, text);
        return text.Length > before;
    }

    // Iterative: emphasis and links may nest as deep as the parser lets them.
    private void Walk(ContainerInline root, MappedTextBuilder text)
    {
        Inline? inline = root.FirstChild;
        while (inline is not null)
        {
            Visit(inline, text);
            if (inline is ContainerInline { FirstChild: { } child })
            {
                inline = child;
                continue;
            }

            while (inline.NextSibling is null && inline.Parent is { } parent && parent != root) inline = parent;
            inline = inline.NextSibling;
        }
    }

    private void Visit(Inline inline, MappedTextBuilder text)
    {
        switch (inline)
        {
            case FootnoteLink or TaskList:
                break;
            case LiteralInline literal:
                Literal(literal.Content.AsSpan(), Span(inline), text);
                break;
            case CodeInline code:
                Code(code, text);
                break;
            case HtmlEntityInline entity:
                text.Render(entity.Transcoded.AsSpan(), Span(inline).Shift(offset));
                break;
            case AutolinkInline link:
                Literal(link.Url, Span(inline), text);
                break;
            case LineBreakInline { IsHard: true }:
                text.Break();
                break;
            case LineBreakInline:
                text.Space();
                break;
            case HtmlInline html when html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase):
                text.Break();
                break;
            case DelimiterInline delimiter:
                Literal(delimiter.ToLiteral(), Span(inline), text);
                break;
        }
    }

    private void Literal(ReadOnlySpan<char> content, TextSpan span, MappedTextBuilder text)
    {
        int found = span.Of(view).IndexOf(content, StringComparison.Ordinal);
        int start = span.Start + found + offset;
        if (found >= 0) text.Copy(start, start + content.Length, view, offset);
        else text.InsertProse(content);
    }

    private void Code(CodeInline code, MappedTextBuilder text)
    {
        TextSpan span = Span(code);
        string content = code.Content;
        int position = Math.Min(span.End, span.Start + code.DelimiterCount), end = Math.Max(position, span.End - code.DelimiterCount);
        int whole = view.AsSpan(position, end - position).IndexOf(content, StringComparison.Ordinal);
        if (whole >= 0)
        {
            text.Copy(position + whole + offset, position + whole + offset + content.Length);
            return;
        }

        // Code over several lines: line ends are spaces, and what starts the next line (a quote mark, indentation) is not in the content.
        foreach (char c in content)
        {
            if (char.IsWhiteSpace(c))
            {
                text.Space();
                continue;
            }

            int found = position;
            while (found < end && view[found] != c && Skippable.Contains(view[found])) found++;
            if (found < end && view[found] == c)
            {
                text.Copy(found + offset, found + offset + 1);
                position = found + 1;
            }
            else
            {
                text.InsertProse([c]);
            }
        }
    }

    private TextSpan Span(Inline inline)
    {
        int start = Math.Clamp(inline.Span.Start, 0, view.Length);
        return new TextSpan(start, Math.Clamp(inline.Span.End + 1, start, view.Length));
    }
}
