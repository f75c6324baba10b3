using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Collects headings and blocks in the order of the original and builds the section tree from them.</summary>
/// <param name="file">Supplies the id and the title given from outside.</param>
/// <param name="source">The original text.</param>
internal sealed class DocumentBuilder(SourceFile file, string source)
{
    private const int MaxLevel = 6;

    /// <summary>Most headings and blocks of one document; what has more is made or broken, and would take ten times its size in memory.</summary>
    private const int MaxItems = 300_000;

    private readonly List<Item> items = [];
    private int groups;

    /// <summary>The original text.</summary>
    public string Source => source;

    /// <summary>A number for the next list or table.</summary>
    public int NextGroup() => groups++;

    /// <summary>Starts a section; a heading without visible text is left out.</summary>
    public void Heading(int level, MappedText heading, TextSpan span)
    {
        if (heading.Text.Length > 0) Add(new Item(span, heading.Text.ReplaceLineEndings(" "), Math.Clamp(level, 1, MaxLevel), null));
    }

    /// <summary>Adds a block; one without visible text is left out.</summary>
    public void Block(BlockKind kind, MappedText text, TextSpan span, int group = -1)
    {
        if (text.Text.Length > 0) Add(new Item(span, "", 0, new Block(kind, text.Text, text.Map, span, group) { Cells = text.Cells, Numbers = text.Numbers }));
    }

    /// <summary>The first heading of level 1, or null.</summary>
    public string? FirstTopHeading() => items.Where(i => i.Level == 1).MinBy(i => i.Span.Start)?.Heading;

    /// <summary>The first heading of any level, or null.</summary>
    public string? FirstHeading() => items.Where(i => i.Level > 0).MinBy(i => i.Span.Start)?.Heading;

    /// <summary>The document; the title is the one given from outside, else <paramref name="title"/>, else the file name.</summary>
    public Document Build(string? title)
    {
        if (!string.IsNullOrWhiteSpace(file.Title)) title = file.Title.Trim();
        if (string.IsNullOrWhiteSpace(title)) title = FileName();
        var slugs = new HeadingSlugs();
        var open = new Stack<Frame>();
        open.Push(new Frame("", "", 0, new TextSpan(0, source.Length)));

        // Footnotes and fostered table content come out of the parsers last; they belong where they stand.
        foreach (Item item in items.OrderBy(i => i.Span.Start))
        {
            if (item.Block is not null)
            {
                open.Peek().Add(item.Block);
                continue;
            }

            while (open.Peek().Level >= item.Level) CloseInto(open);
            open.Push(new Frame(item.Heading, slugs.Next(item.Heading), item.Level, item.Span));
        }

        while (open.Count > 1) CloseInto(open);
        return new Document(file.Id, title, source, open.Pop().Close());
    }

    private void Add(Item item)
    {
        if (items.Count == MaxItems) throw new UnreadableDocumentException(file.Id, $"it has more than {MaxItems} headings, paragraphs and rows. Split the file.");
        items.Add(item);
    }

    private static void CloseInto(Stack<Frame> open)
    {
        Section section = open.Pop().Close();
        open.Peek().Add(section);
    }

    private string FileName()
    {
        string name = file.Id[(file.Id.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }

    private sealed record Item(TextSpan Span, string Heading, int Level, Block? Block);

    private sealed class Frame(string heading, string slug, int level, TextSpan span)
    {
        private readonly ImmutableArray<Block>.Builder blocks = ImmutableArray.CreateBuilder<Block>();
        private readonly ImmutableArray<Section>.Builder sections = ImmutableArray.CreateBuilder<Section>();
        private int end = span.End;

        public int Level => level;

        public void Add(Block block)
        {
            blocks.Add(block);
            end = Math.Max(end, block.Span.End);
        }

        public void Add(Section section)
        {
            sections.Add(section);
            end = Math.Max(end, section.Span.End);
        }

        public Section Close() => new(heading, slug, level, new TextSpan(span.Start, end), blocks.ToImmutable(), sections.ToImmutable());
    }
}
