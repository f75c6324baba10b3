using System.Collections.Frozen;
using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Html;

/// <summary>Walks the tree of an <see cref="HtmlOutline"/> and hands its headings and blocks to the document.</summary>
/// <param name="document">Receives them.</param>
/// <param name="outline">What the tree was made from; it keeps the depth within what recursion can take.</param>
/// <param name="offset">Where the HTML starts in the original.</param>
/// <param name="cancellationToken">Checked per element.</param>
internal sealed class HtmlWalker(DocumentBuilder document, HtmlOutline outline, int offset, CancellationToken cancellationToken)
{
    private const int NoGroup = -1;
    private static readonly FrozenSet<string> Chrome = FrozenSet.ToFrozenSet(["nav", "footer", "aside", HtmlOutline.Skip], StringComparer.Ordinal);
    private MappedTextBuilder text = new(document.Source);
    private IElement? blockElement;
    private int itemGroup = NoGroup;
    private bool inPage;

    /// <summary>Whether headings start sections.</summary>
    public bool Headings { get; init; } = true;

    /// <summary>The HTML as it was parsed; characters that differ from the original are left out. Null when it is the original.</summary>
    public string? View { get; init; }

    /// <summary>Walks the main content of a page: the main element, else its articles, else the body without what surrounds the content.</summary>
    public void Page(IHtmlDocument page)
    {
        if (page.QuerySelector("main, [main]") is { } main && HasText(main))
        {
            Content(main);
            return;
        }

        List<IElement> articles = page.QuerySelectorAll("article").Where(a => a.ParentElement?.Closest("article") is null && HasText(a)).ToList();
        foreach (IElement article in articles) Content(article);
        if (articles.Count > 0 || page.Body is null) return;
        inPage = true;
        Content(page.Body);
    }

    /// <summary>Walks everything under <paramref name="root"/>.</summary>
    public void Content(IElement root)
    {
        Children(root);
        Flush();
    }

    private static bool HasText(IElement element) => element.TextContent.Contains(HtmlOutline.PieceEnd, StringComparison.Ordinal);

    // ChildNodes, not NextSibling: that one looks its place up each time, so a long list would cost n².
    private void Children(INode parent)
    {
        foreach (INode node in parent.ChildNodes)
        {
            if (node is IText data) Pieces(data.Data, text, verbatim: false);
            else if (node is IElement element) Element(element);
        }
    }

    private void Element(IElement element)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string name = element.LocalName;
        if (Chrome.Contains(name) || (inPage && name == "header")) return;
        switch (name)
        {
            case "br":
                text.Break();
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6" when Headings && itemGroup == NoGroup:
                Flush();
                MappedText heading = Inlines(element, out TextSpan span);
                document.Heading(name[1] - '0', heading, span);
                break;
            case "ul" or "ol" or "dl":
                List(element);
                break;
            case "li" or "dt":
                Item(element);
                break;
            case "table":
                Table(element);
                break;
            case "pre":
                Preformatted(element);
                break;
            default:
                BlockElement(element);
                break;
        }
    }

    private void BlockElement(IElement element)
    {
        if (itemGroup != NoGroup)
        {
            text.Break();
            Children(element);
            text.Break();
            return;
        }

        Flush();
        blockElement = element;
        Children(element);
        Flush();
    }

    private void List(IElement element)
    {
        Flush();
        int outer = itemGroup;
        if (outer == NoGroup) itemGroup = document.NextGroup();
        Children(element);
        Flush();
        itemGroup = outer;
    }

    private void Item(IElement element)
    {
        Flush();
        int outer = itemGroup;
        if (outer == NoGroup) itemGroup = document.NextGroup();
        blockElement = element;
        Children(element);

        // A term stays open for its definitions, which follow as siblings.
        if (element.LocalName == "li") Flush();
        else text.Break();
        itemGroup = outer;
    }

    private void Table(IElement table)
    {
        Flush();
        if (table.QuerySelector("table, h1, h2, h3, h4, h5, h6") is not null)
        {
            // A table that holds tables or headings is layout.
            Children(table);
            Flush();
            return;
        }

        foreach (IElement caption in table.QuerySelectorAll("caption")) document.Block(BlockKind.Paragraph, Inlines(caption, out TextSpan span), span);
        var grid = new HtmlGrid(document, table);
        int group = document.NextGroup(), header = grid.HeaderRows, titles = 0;
        while (titles < header - 1 && grid.Rows[titles].IsOneCell) titles++;
        for (int i = 0; i < titles; i++) document.Block(BlockKind.Paragraph, Inlines(grid.Rows[i].Element, out TextSpan span), span);
        bool joined = header - titles is > 1 and <= HtmlGridRow.MostJoined && header < grid.Rows.Count;
        if (joined) Header(grid.Rows[titles..header], group);
        for (int i = joined ? header : titles; i < grid.Rows.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Row(grid.Rows[i], i < header ? BlockKind.TableHeader : BlockKind.TableRow, group);
        }
    }

    // Names of several rows are one name: "2025" over "Q1" and "Q2" is "2025 Q1" and "2025 Q2".
    private void Header(List<HtmlGridRow> rows, int group)
    {
        var names = new MappedTextBuilder(document.Source);
        int columns = rows.Max(r => r.Cells.Count);
        for (int column = 0; column < columns; column++)
        {
            if (column > 0) names.NextCell();
            foreach (HtmlGridRow row in rows)
            {
                if (column >= row.Cells.Count || row.Cells[column].IsFromAbove) continue;
                names.Space();
                Cell(row.Cells[column], names);
            }
        }

        document.Block(BlockKind.TableHeader, names.Build(), Span(rows[^1].Element, names, Position(rows[0].Element)), group);
    }

    private void Row(HtmlGridRow row, BlockKind kind, int group)
    {
        var cells = new MappedTextBuilder(document.Source);
        int columns = row.IsOneCell ? 1 : row.Cells.Count;
        for (int i = 0; i < columns; i++)
        {
            if (i > 0) cells.NextCell();
            if (row.Cells[i].IsRepeated) cells.RepeatsCell();
            Cell(row.Cells[i], cells);
        }

        if (cells.SourceEnd >= 0) document.Block(kind, cells.Build(), Span(row.Element, cells, Position(row.Element)), group);
    }

    // What a cell says again has its original where it is said first.
    private void Cell(HtmlGridCell cell, MappedTextBuilder into)
    {
        if (cell.Element is null) return;
        if (!cell.IsRepeated)
        {
            Collect(cell.Element, into);
            return;
        }

        var text = new MappedTextBuilder(document.Source);
        Collect(cell.Element, text);
        string said = text.Build().Text;
        if (document.MayRepeat(said.Length)) into.InsertProse(said);
    }

    private void Preformatted(IElement element)
    {
        Flush();
        var code = new MappedTextBuilder(document.Source);
        foreach (INode node in element.GetDescendants())
        {
            if (node is IText data) Pieces(data.Data, code, verbatim: true);
            else if (node is IElement { LocalName: "br" }) code.Insert("\n");
        }

        document.Block(BlockKind.Code, code.Build(verbatim: true), Span(element, code, Position(element)));
    }

    private MappedText Inlines(IElement element, out TextSpan span)
    {
        var collected = new MappedTextBuilder(document.Source);
        Collect(element, collected);
        span = Span(element, collected, Position(element));
        return collected.Build();
    }

    /// <summary>All text under <paramref name="element"/> as one line.</summary>
    private void Collect(INode element, MappedTextBuilder into)
    {
        foreach (INode node in element.ChildNodes)
        {
            if (node is IText data)
            {
                Pieces(data.Data, into, verbatim: false);
            }
            else if (node is IElement child && !Chrome.Contains(child.LocalName))
            {
                into.Space();
                Collect(child, into);
                into.Space();
            }
        }
    }

    private void Flush()
    {
        if (!text.IsEmpty)
        {
            int start = blockElement is null ? -1 : Position(blockElement);
            BlockKind kind = itemGroup == NoGroup ? BlockKind.Paragraph : BlockKind.ListItem;
            document.Block(kind, text.Build(), Span(blockElement, text, start), itemGroup);
        }

        text = new MappedTextBuilder(document.Source);
        blockElement = null;
    }

    private int Position(IElement element) =>
        int.TryParse(element.GetAttribute("p"), NumberStyles.None, CultureInfo.InvariantCulture, out int position) ? position + offset : -1;

    /// <summary>From the start tag (or the first character) to the last character and the end tags that follow it at once, up to the element's own.</summary>
    private TextSpan Span(IElement? element, MappedTextBuilder used, int start)
    {
        string source = document.Source;
        int end = used.SourceEnd;
        if (end < 0) return new TextSpan(Math.Max(start, offset), Math.Max(start, offset));
        if (start < 0 || start > used.SourceStart) start = used.SourceStart;
        int position = end;
        while (element is not null && string.CompareOrdinal(source, position, "</", 0, 2) == 0)
        {
            int close = source.IndexOf('>', position);
            if (close < 0) break;
            bool own = source.AsSpan(position + 2, close - position - 2).Trim().Equals(element.LocalName, StringComparison.OrdinalIgnoreCase);
            position = close + 1;
            if (own) return new TextSpan(start, position);
        }

        return new TextSpan(start, end);
    }

    /// <summary>Replaces the numbers of a text node by the stretches they stand for.</summary>
    private void Pieces(string data, MappedTextBuilder into, bool verbatim)
    {
        int number = 0;
        foreach (char c in data)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
            }
            else if (c == HtmlOutline.PieceEnd)
            {
                HtmlText.Append(into, document.Source, outline.Pieces[number].Shift(offset), View, offset, verbatim);
                number = 0;
            }
            else if (!verbatim)
            {
                into.Space();
            }
        }
    }
}
