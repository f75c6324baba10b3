using AngleSharp.Html.Parser;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Html;
using Assay.Text;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Helpers;
using Markdig.Syntax;
using Block = Markdig.Syntax.Block;
using MarkdigTable = Markdig.Extensions.Tables.Table;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>Walks a Markdown syntax tree and hands its headings and blocks to the document.</summary>
/// <param name="document">Receives them.</param>
/// <param name="view">The text that was parsed: as long as the original, covered characters differ from it.</param>
/// <param name="cancellationToken">Checked per block.</param>
/// <param name="offset">Where the parsed text starts in the original; other than 0 only for <see cref="Rows"/>.</param>
internal sealed class MarkdownWalker(DocumentBuilder document, string view, CancellationToken cancellationToken, int offset = 0)
{
    private const int MaxDepth = 64;
    private readonly Lazy<HtmlParser> parser = new(() => new HtmlParser());
    private readonly MarkdownInlines inlines = new(view, offset);
    private readonly List<(TextSpan Span, int Group)> tables = [];

    /// <summary>Walks the whole tree.</summary>
    public void Walk(MarkdownDocument parsed) => Blocks(parsed, null, 0);

    /// <summary>Adds the rows of a piece of a table, without its head.</summary>
    public void Rows(MarkdownDocument parsed, int group)
    {
        foreach (TableRow row in parsed.Descendants<TableRow>().Where(r => !r.IsHeader)) Row(row, group);
    }

    /// <summary>The group of the table at <paramref name="position"/>; a new one when there is none.</summary>
    public int GroupAt(int position)
    {
        int found = tables.FindIndex(t => t.Span.Start <= position && position < t.Span.End);
        return found < 0 ? document.NextGroup() : tables[found].Group;
    }

    private void Blocks(ContainerBlock container, OpenItem? item, int depth)
    {
        if (depth > MaxDepth)
        {
            foreach (LeafBlock leaf in container.Descendants<LeafBlock>()) Block(leaf, item, depth);
            return;
        }

        foreach (Block block in container) Block(block, item, depth);
    }

    private void Block(Block block, OpenItem? item, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (block)
        {
            case YamlFrontMatterBlock or LinkReferenceDefinitionGroup or LinkReferenceDefinition:
                break;
            case HeadingBlock heading when depth == 0:
                document.Heading(heading.Level, Text(heading), Span(heading));
                break;
            case MarkdigTable table:
                Flush(item);
                Table(table);
                break;
            case HtmlBlock html:
                Flush(item);
                Html(html, headings: depth == 0);
                break;
            case CodeBlock code:
                Flush(item);
                Code(code);
                break;
            case ContainerBlock container when block is ListBlock or Markdig.Extensions.DefinitionLists.DefinitionList:
                Flush(item);
                List(container, item?.Group ?? document.NextGroup(), depth);
                break;
            case ContainerBlock container:
                Blocks(container, item, depth + 1);
                break;
            case LeafBlock leaf when item is not null:
                item.Add(leaf, inlines);
                break;
            case LeafBlock leaf:
                document.Block(BlockKind.Paragraph, Text(leaf), Span(leaf));
                break;
        }
    }

    private void List(ContainerBlock list, int group, int depth)
    {
        foreach (Block child in list)
        {
            var item = new OpenItem(document.Source, group, child.Span.Start);
            if (child is ContainerBlock container) Blocks(container, item, depth + 1);
            else Block(child, item, depth + 1);
            Flush(item);
        }
    }

    private void Flush(OpenItem? item)
    {
        if (item?.Take() is var (text, span)) document.Block(BlockKind.ListItem, text, span, item.Group);
    }

    private void Table(MarkdigTable table)
    {
        int group = document.NextGroup();
        tables.Add((Span(table), group));
        foreach (TableRow row in table.OfType<TableRow>()) Row(row, group);
    }

    private void Row(TableRow row, int group)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = new MappedTextBuilder(document.Source);
        bool visible = false, first = true;
        int start = int.MaxValue, end = 0;
        foreach (TableCell cell in row.OfType<TableCell>())
        {
            if (!first) text.NextCell();
            first = false;
            foreach (LeafBlock leaf in cell.Descendants<LeafBlock>())
            {
                text.Space();
                visible |= inlines.Append(leaf, text);
            }

            if (cell.Span.Length <= 0) continue;
            start = Math.Min(start, cell.Span.Start);
            end = Math.Max(end, cell.Span.End + 1);
        }

        if (!visible) return;
        var span = new TextSpan(start + offset, Math.Min(end, view.Length) + offset);
        document.Block(row.IsHeader ? BlockKind.TableHeader : BlockKind.TableRow, text.Build(), span, group);
    }

    private void Code(CodeBlock code)
    {
        TextSpan span = Span(code);
        if (code is not FencedCodeBlock && !span.Of(view).SequenceEqual(span.Of(document.Source)))
        {
            // A covered construct that is indented only looks like code.
            var prose = new MappedTextBuilder(document.Source);
            prose.Copy(span.Start, span.End, view);
            document.Block(BlockKind.Paragraph, prose.Build(), span);
            return;
        }

        var text = new MappedTextBuilder(document.Source);
        StringLineGroup lines = code.Lines;
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0) text.Insert("\n");
            CodeLine(text, lines.Lines[i]);
        }

        document.Block(BlockKind.Code, text.Build(verbatim: true), span);
    }

    /// <summary>One line of code; where the parser has expanded tabs, only what is still equal to the end of the original line is mapped.</summary>
    private void CodeLine(MappedTextBuilder text, StringLine line)
    {
        ReadOnlySpan<char> content = line.Slice.AsSpan();
        int end = line.Position;
        if (ReferenceEquals(line.Slice.Text, view)) end = line.Slice.End + 1;
        else while (end < view.Length && view[end] is not ('\r' or '\n')) end++;
        int equal = 0;
        while (equal < content.Length && end - equal > line.Position && view[end - equal - 1] == content[^(equal + 1)]) equal++;
        text.Insert(content[..^equal].ToString());
        text.CopyVerbatim(end - equal, end);
    }

    private void Html(HtmlBlock block, bool headings)
    {
        TextSpan span = Span(block);
        char[] html = span.Of(view).ToArray();
        int previous = span.Start;
        for (int i = 0; i < block.Lines.Count; i++)
        {
            // What stands before a line of a quoted or listed block (">", indentation) is not part of the HTML.
            StringLine line = block.Lines.Lines[i];
            if (!ReferenceEquals(line.Slice.Text, view)) continue;
            for (int p = previous; p < line.Slice.Start && p < span.End; p++) if (html[p - span.Start] is not ('\r' or '\n')) html[p - span.Start] = ' ';
            previous = line.Slice.End + 1;
        }

        HtmlReader.AddFragment(document, new string(html), span.Start, headings, parser.Value, cancellationToken);
    }

    private MappedText Text(LeafBlock leaf)
    {
        var text = new MappedTextBuilder(document.Source);
        inlines.Append(leaf, text);
        return text.Build();
    }

    private TextSpan Span(Block block) => ToSpan(block.Span, view.Length);

    private static TextSpan ToSpan(SourceSpan span, int length)
    {
        int start = Math.Clamp(span.Start, 0, length);
        return new TextSpan(start, Math.Clamp(span.End + 1, start, length));
    }

    /// <summary>A list item whose text is being collected.</summary>
    private sealed class OpenItem(string source, int group, int start)
    {
        private MappedTextBuilder text = new(source);
        private int start = start;
        private int end;

        public int Group => group;

        public void Add(LeafBlock leaf, MarkdownInlines inlines)
        {
            text.Break();
            if (start < 0) start = leaf.Span.Start;
            if (inlines.Append(leaf, text)) end = Math.Max(end, leaf.Span.End + 1);
        }

        public (MappedText Text, TextSpan Span)? Take()
        {
            if (text.IsEmpty) return null;
            MappedText taken = text.Build();
            int from = Math.Clamp(start, 0, source.Length);
            var span = new TextSpan(from, Math.Clamp(end, from, source.Length));
            text = new MappedTextBuilder(source);
            start = -1;
            return (taken, span);
        }
    }
}
