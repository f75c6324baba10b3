using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Assay.Retrieval.Documents;
using Document = Assay.Retrieval.Documents.Document;

namespace Assay.Retrieval.Reading.Html;

/// <summary>HTML pages: the main content as sections, paragraphs, list items, table rows and code.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    // Every element takes about 500 bytes in the tree.
    private const int MaxTags = 300_000;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        HtmlOutline outline = HtmlOutline.Of(source);
        string html = outline.Outline;
        if (html.AsSpan().Count('<') > MaxTags) throw new UnreadableDocumentException(file.Id, $"it has more than {MaxTags} tags. Split the page.");
        var document = new DocumentBuilder(file, source);
        var walker = new HtmlWalker(document, outline, 0, cancellationToken);
        IHtmlDocument page = new HtmlParser().ParseDocument(html);
        walker.Page(page);
        string? title = null;
        if (outline.Title is { } span)
        {
            var text = new MappedTextBuilder(source);
            HtmlText.Append(text, source, span);
            title = text.Build().Text;
        }

        return document.Build(string.IsNullOrEmpty(title) ? document.FirstTopHeading() ?? document.FirstHeading() : title);
    }

    /// <summary>Adds the text of a piece of HTML that stands inside another format.</summary>
    /// <param name="document">Receives the blocks.</param>
    /// <param name="html">The piece, as long as it is in the original.</param>
    /// <param name="offset">Where it starts there.</param>
    /// <param name="headings">Whether its headings start sections; otherwise they are paragraphs.</param>
    public static void AddFragment(DocumentBuilder document, string html, int offset, bool headings)
    {
        HtmlOutline outline = HtmlOutline.Of(html);
        if (outline.Pieces.Count == 0) return;
        IHtmlDocument page = new HtmlParser().ParseDocument(outline.Outline);
        if (page.Body is { } body) new HtmlWalker(document, outline, offset, CancellationToken.None) { Headings = headings, View = html }.Content(body);
    }
}
