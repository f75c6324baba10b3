using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Retrieval.Chunking;

/// <summary>The whole text of a document as one run, headings as lines of their own, with what stands where.</summary>
internal sealed class DocumentFlow
{
    private readonly List<ChunkUnit> units = [];
    private readonly List<int> starts = [];
    private readonly List<(string HeadingPath, string Slug)> places = [];
    private readonly Document document;
    private readonly MappedText whole;

    /// <summary>Strings a document together.</summary>
    public DocumentFlow(Document document)
    {
        this.document = document;
        Add(document.Root, []);
        whole = units.Count == 0 ? new MappedText("", new SourceMap([])) : ChunkText.Join("", units, starts);
    }

    /// <summary>The text.</summary>
    public string Text => whole.Text;

    /// <summary>Number of blocks and heading lines.</summary>
    public int Count => units.Count;

    /// <summary>Kind of the block at <paramref name="index"/>; paragraph for a heading line.</summary>
    public BlockKind Kind(int index) => units[index].Kind;

    /// <summary>Whether a section begins at <paramref name="index"/>.</summary>
    public bool IsHeading(int index) => units[index].IsHeading;

    /// <summary>Where a block or heading line stands in the text.</summary>
    public TextSpan Span(int index) => new(starts[index], starts[index] + units[index].Text.Length);

    /// <summary>The block or heading line that holds <paramref name="position"/>, or the one before it.</summary>
    public int IndexAt(int position)
    {
        int found = starts.BinarySearch(position);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>A piece of the text as a chunk.</summary>
    /// <param name="ordinal">Its number.</param>
    /// <param name="span">Begins and ends with a visible character.</param>
    /// <param name="tokens">Its size.</param>
    public Chunk Chunk(int ordinal, TextSpan span, int tokens)
    {
        int first = IndexAt(span.Start), last = IndexAt(span.End - 1);
        SourceMap map = MapSlice.Of(whole.Map, span.Start, span.Length);
        (string path, string slug) = places[first];
        TextSpan original = ChunkText.Span(map, units.GetRange(first, last - first + 1));
        return new Chunk(document.Id, ordinal, document.Title, path, slug, span.Of(Text).ToString(), map, original, tokens);
    }

    // A chunk that begins with a heading line shows that heading itself, so its path ends above it; one that begins below it names it in the path.
    private void Add(Section section, ImmutableArray<string> path)
    {
        string own = HeadingPath.Of(document, path);
        foreach (Block block in section.Blocks) Add(ChunkUnit.Of(block), own, section.Slug);
        foreach (Section child in section.Sections)
        {
            bool repeatsTitle = path.IsEmpty && child.Heading == document.Title && child.Blocks.Length + child.Sections.Length > 0;
            if (!repeatsTitle) Add(ChunkUnit.Heading(child, document.Source), own, child.Slug);
            Add(child, path.Add(child.Heading));
        }
    }

    private void Add(ChunkUnit unit, string path, string slug)
    {
        units.Add(unit);
        places.Add((path, slug));
    }
}
