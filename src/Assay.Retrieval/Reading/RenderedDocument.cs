using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>
/// Builds the document of a file that is no text: its text is written here, block after block, and every span points into it.
/// Blocks stand a blank line apart, rows and list items of one group on lines of their own.
/// </summary>
/// <param name="file">Supplies the id and the title given from outside.</param>
internal sealed class RenderedDocument(SourceFile file)
{
    private readonly StringBuilder text = new();
    private readonly List<Item> items = [];
    private readonly List<Place> places = [];
    private readonly List<string> warnings = [];
    private int groups;
    private int lastGroup = -1;

    /// <summary>Characters written so far.</summary>
    public int Length => text.Length;

    /// <summary>A number for the next list or table.</summary>
    public int NextGroup() => groups++;

    /// <summary>Starts a section; a heading without visible text is left out.</summary>
    /// <returns>Where it stands; empty when it was left out.</returns>
    public TextSpan Heading(int level, string heading) => Add(BlockKind.Paragraph, heading.ReplaceLineEndings(" "), level, -1);

    /// <summary>Adds a block; one without visible text is left out.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="content">Its text; a table row is its cells joined with <c> | </c>.</param>
    /// <param name="group">See <see cref="Documents.Block.Group"/>.</param>
    /// <returns>Where it stands; empty when it was left out.</returns>
    public TextSpan Block(BlockKind kind, string content, int group = -1) => Add(kind, content, 0, group);

    /// <summary>Adds a row of a table; line ends within cells become spaces.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="group">The table.</param>
    /// <param name="header">Whether it names the columns.</param>
    /// <param name="repeated">Which cells belong to one that began in a row above; null for none.</param>
    /// <param name="number">The number of a cell that its text shows rounded, see <see cref="Documents.Block.Numbers"/>; null for none.</param>
    public TextSpan Row(IEnumerable<string> cells, int group, bool header = false, Func<int, bool>? repeated = null, Func<int, double?>? number = null)
    {
        string[] row = [.. cells.Select(c => c.ReplaceLineEndings(" ").Trim())];
        if (Array.TrueForAll(row, c => c.Length == 0)) return Empty;
        TextSpan span = Add(header ? BlockKind.TableHeader : BlockKind.TableRow, string.Join(" | ", row), 0, group);
        double?[] numbers = [.. row.Select((_, i) => number?.Invoke(i))];
        items[^1] = items[^1] with { Cells = Cells(row, span.Length, repeated), Numbers = Array.Exists(numbers, n => n is not null) ? [.. numbers] : [] };
        return span;
    }

    /// <summary>Says where a stretch of the text stands in the file; an empty stretch is left out.</summary>
    /// <param name="name">See <see cref="Documents.Place.Name"/>.</param>
    /// <param name="span">The stretch.</param>
    public void Place(string name, TextSpan span)
    {
        if (span.Length > 0) places.Add(new Place(name, span));
    }

    /// <summary>Adds a sentence for <see cref="Document.Warnings"/>.</summary>
    public void Warn(string sentence) => warnings.Add(sentence);

    /// <summary>The document; its title is the one given from outside, else <paramref name="title"/>, else its first heading of level 1 or any, else the file name.</summary>
    public Document Build(string? title, DocumentProperties properties)
    {
        string source = text.ToString();
        var document = new DocumentBuilder(file, source);
        foreach (Item item in items)
        {
            string content = item.Span.Of(source).ToString();
            var mapped = new MappedText(content, SourceMap.Identity(content.Length, item.Span.Start)) { Cells = item.Cells, Numbers = item.Numbers };
            if (item.Level > 0) document.Heading(item.Level, mapped, item.Span);
            else document.Block(item.Kind, mapped, item.Span, item.Group);
        }

        if (string.IsNullOrWhiteSpace(title)) title = document.FirstTopHeading() ?? document.FirstHeading();
        Document built = document.Build(title?.Trim());
        return built with
        {
            Places = places.Count == 0 ? built.Places : [.. places.OrderBy(p => p.Span.Start).ThenByDescending(p => p.Span.End)],
            Properties = properties,
            Warnings = [.. warnings],
        };
    }

    // The text is trimmed, and with it the separators beside empty cells at both ends.
    private static ImmutableArray<BlockCell> Cells(string[] row, int length, Func<int, bool>? repeated)
    {
        var cells = ImmutableArray.CreateBuilder<BlockCell>(row.Length);
        int first = Array.FindIndex(row, c => c.Length > 0), at = first > 0 ? -1 : 0;
        for (int i = 0; i < row.Length; i++)
        {
            int from = Math.Clamp(at, 0, length), to = Math.Clamp(at + row[i].Length, from, length);
            cells.Add(new BlockCell(new TextSpan(from, to), repeated?.Invoke(i) == true));
            at += row[i].Length + 3;
        }

        return cells.MoveToImmutable();
    }

    private TextSpan Empty => new(text.Length, text.Length);

    private TextSpan Add(BlockKind kind, string content, int level, int group)
    {
        content = (kind == BlockKind.Code ? content.TrimEnd() : content.Trim()).ReplaceLineEndings("\n");
        if (string.IsNullOrWhiteSpace(content)) return Empty;
        if (text.Length > 0) text.Append(group >= 0 && group == lastGroup ? "\n" : "\n\n");
        lastGroup = group;
        var span = new TextSpan(text.Length, text.Length + content.Length);
        text.Append(content);
        items.Add(new Item(span, kind, level, group));
        return span;
    }

    private sealed record Item(TextSpan Span, BlockKind Kind, int Level, int Group)
    {
        public ImmutableArray<BlockCell> Cells { get; init; } = [];

        public ImmutableArray<double?> Numbers { get; init; } = [];
    }
}
