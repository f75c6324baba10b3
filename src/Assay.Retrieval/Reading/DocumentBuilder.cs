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
    public const int MaxItems = 300_000;

    /// <summary>Nobody looks up a row of a table longer than this.</summary>
    private const int MostPlaces = 100_000;

    // Cells over many rows and columns would repeat their text without end.
    private const int MaxRepeated = 1_000_000;

    private readonly List<Item> items = [];
    private int groups, repeated;

    /// <summary>The original text.</summary>
    public string Source => source;

    /// <summary>The error about a document with more than <see cref="MaxItems"/> headings and blocks, for readers that know it before they have made them.</summary>
    public UnreadableDocumentException TooMany() => Refused($"it has more than {MaxItems} headings, paragraphs and rows. Split the file.");

    /// <summary>An error about the document.</summary>
    /// <param name="reason">See <see cref="UnreadableDocumentException.Reason"/>.</param>
    public UnreadableDocumentException Refused(string reason) => new(file.Id, reason);

    /// <summary>Whether a table may say something again that it said before, and counts it: a million characters of a document are repeated.</summary>
    /// <param name="characters">How much.</param>
    public bool MayRepeat(int characters)
    {
        if (repeated > MaxRepeated - characters) return false;
        repeated += characters;
        return true;
    }

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
    public string? FirstTopHeading() => First(1, 1);

    /// <summary>The first heading of any level, or null.</summary>
    public string? FirstHeading() => First(1, MaxLevel);

    private string? First(int from, int to)
    {
        string? first = null;
        int start = int.MaxValue;
        foreach (Item item in items)
        {
            if (item.Level >= from && item.Level <= to && (first is null || item.Span.Start < start)) (first, start) = (item.Heading, item.Span.Start);
        }

        return first;
    }

    /// <summary>The document; the title is the one given from outside, else <paramref name="title"/>, else the file name.</summary>
    public Document Build(string? title)
    {
        if (!string.IsNullOrWhiteSpace(file.Title)) title = file.Title.Trim();
        if (string.IsNullOrWhiteSpace(title)) title = FileName();
        var slugs = new HeadingSlugs();
        var open = new Stack<Frame>();
        open.Push(new Frame("", "", 0, new TextSpan(0, source.Length)));

        // Footnotes and fostered table content come out of the parsers last; they belong where they stand.
        var places = new TablePlaces(MostPlaces);
        foreach (Item item in IsInOrder() ? items : items.OrderBy(i => i.Span.Start).ToList())
        {
            if (item.Block is not null)
            {
                open.Peek().Add(item.Block);
                places.Add(item.Block);
                continue;
            }

            while (open.Peek().Level >= item.Level) CloseInto(open);
            open.Push(new Frame(item.Heading, slugs.Next(item.Heading), item.Level, item.Span));
        }

        while (open.Count > 1) CloseInto(open);
        return new Document(file.Id, title, source, open.Pop().Close()) { Places = places.All };
    }

    private bool IsInOrder()
    {
        for (int i = 1; i < items.Count; i++) if (items[i].Span.Start < items[i - 1].Span.Start) return false;
        return true;
    }

    private void Add(Item item)
    {
        if (items.Count == MaxItems) throw TooMany();
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

    private readonly record struct Item(TextSpan Span, string Heading, int Level, Block? Block);

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
