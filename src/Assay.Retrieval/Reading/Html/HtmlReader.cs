using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Assay.Retrieval.Documents;
using Document = Assay.Retrieval.Documents.Document;

namespace Assay.Retrieval.Reading.Html;

/// <summary>HTML pages: the main content as sections, paragraphs, list items, table rows and code.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        HtmlOutline outline = HtmlOutline.Of(document, source, cancellationToken);
        var walker = new HtmlWalker(document, outline, 0, cancellationToken);
        IHtmlDocument page = new HtmlParser().ParseDocument(outline.Outline);
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
    /// <param name="parser">The same for all pieces of a document: it costs more than a small piece.</param>
    /// <param name="cancellationToken">Checked per tag.</param>
    public static void AddFragment(DocumentBuilder document, string html, int offset, bool headings, HtmlParser parser, CancellationToken cancellationToken)
    {
        HtmlOutline outline = HtmlOutline.Of(document, html, cancellationToken);
        if (outline.Pieces.Count == 0) return;
        IHtmlDocument page = parser.ParseDocument(outline.Outline);
        if (page.Body is { } body) new HtmlWalker(document, outline, offset, cancellationToken) { Headings = headings, View = html }.Content(body);
    }
}
