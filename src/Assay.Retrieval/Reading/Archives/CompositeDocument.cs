using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Text;

namespace Assay.Retrieval.Reading.Archives;

/// <summary>Puts the documents that stand in one file together into one: a section for each, its headings below its name, its places behind it.</summary>
/// <param name="file">The file they stand in.</param>
/// <param name="options">Limits; says how deep this file itself stands.</param>
internal sealed class CompositeDocument(SourceFile file, ReadingOptions options)
{
    private const int MaxLevel = 6;
    private const int MostWarnings = 20;
    private readonly StringBuilder text = new();
    private readonly List<Section> sections = [];
    private readonly List<Block> leading = [];
    private readonly List<Place> places = [];
    private readonly List<string> warnings = [];
    private readonly HeadingSlugs slugs = new();
    private readonly NestedReading nested = NestedReading.Within(options);
    private int groups, leftOut;

    /// <summary>What may still be unpacked.</summary>
    public UnpackBudget Budget => nested.Budget;

    /// <summary>Documents in it so far.</summary>
    public int Count => sections.Count;

    /// <summary>Reads a file that stands in this one and adds it; one that cannot be read is left out with a warning.</summary>
    /// <param name="name">Its path or name.</param>
    /// <param name="bytes">Its bytes; called when they are needed.</param>
    /// <param name="level">Level of its heading.</param>
    /// <param name="cancellationToken">Handed on.</param>
    /// <exception cref="UnreadableDocumentException">A limit on all of them together is reached.</exception>
    /// <exception cref="UnclearAccessException">It says itself who may read it.</exception>
    public void Read(string name, Func<byte[]> bytes, int level, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string format = Path.GetExtension(name).ToLowerInvariant();
        if (!DocumentReaders.CanReadWithin(format)) return;
        if (nested.Depth > NestedReading.MaxDepth)
        {
            LeaveOut(name, $"it stands more than {NestedReading.MaxDepth} files deep");
            return;
        }

        nested.Budget.Enter();
        try
        {
            byte[] all = bytes();
            var inner = new SourceFile($"{file.Id}/{name}", format, () => new MemoryStream(all, writable: false), all.Length);
            Document document = DocumentReaders.Read(inner, options with { Nested = nested }, cancellationToken);
            RefuseAccess(document, name);
            Add(document, name, level, name);
        }
        catch (UnreadableDocumentException error) when (!nested.Budget.IsSpent)
        {
            LeaveOut(name, error.Reason.TrimEnd('.'));
        }
        catch (InvalidDataException error) when (!nested.Budget.IsSpent)
        {
            LeaveOut(name, error.Message.TrimEnd('.'));
        }
    }

    /// <summary>Adds a document.</summary>
    /// <param name="document">Read before.</param>
    /// <param name="heading">What it stands under; null to let its own headings stand for it.</param>
    /// <param name="level">Level of the heading.</param>
    /// <param name="place">What its places stand behind; empty for nothing.</param>
    public void Add(Document document, string? heading, int level, string place)
    {
        nested.Budget.Write(document.Source.Length);
        if (text.Length > 0) text.Append("\n\n");
        int start = text.Length;
        if (heading is not null) text.Append(heading.ReplaceLineEndings(" ")).Append("\n\n");
        string? slug = heading is null ? null : slugs.Next(heading);
        int offset = text.Length, groupsBefore = groups;
        text.Append(document.Source);
        Section root = Shifted(document.Root, offset, groupsBefore, level);
        if (heading is not null)
        {
            Insert(root with { Heading = heading.ReplaceLineEndings(" "), Slug = slug!, Level = Math.Min(level, MaxLevel), Span = new TextSpan(start, Math.Max(root.Span.End, offset)) });
        }
        else if (sections.Count > 0)
        {
            sections[^1] = sections[^1] with { Blocks = sections[^1].Blocks.AddRange(root.Blocks), Span = new TextSpan(sections[^1].Span.Start, text.Length) };
            foreach (Section section in root.Sections) Insert(section);
        }
        else
        {
            leading.AddRange(root.Blocks);
            sections.AddRange(root.Sections);
        }

        string name = place.Length > 0 ? place + ": " : "";
        if (place.Length > 0) places.Add(new Place(place, new TextSpan(start, text.Length)));
        places.AddRange(document.Places.Select(p => new Place(name + p.Name, p.Span.Shift(offset))));
        warnings.AddRange(document.Warnings.Take(Math.Max(0, MostWarnings - warnings.Count)).Select(w => $"{name}{w}"));
    }

    /// <summary>Says that something in the file was left out.</summary>
    public void LeaveOut(string name, string why)
    {
        if (leftOut++ < MostWarnings) warnings.Add($"'{name}' in it was left out: {why}.");
    }

    /// <summary>Adds a sentence for <see cref="Document.Warnings"/>.</summary>
    public void Warn(string sentence) => warnings.Add(sentence);

    /// <summary>The document of all.</summary>
    public Document Build(string? title, DocumentProperties properties)
    {
        if (leftOut > MostWarnings) warnings.Add($"{leftOut - MostWarnings} more files in it were left out.");
        string name = file.Id[(file.Id.LastIndexOf('/') + 1)..];
        string shown = !string.IsNullOrWhiteSpace(file.Title) ? file.Title.Trim() : !string.IsNullOrWhiteSpace(title) ? title.Trim() : Path.GetFileNameWithoutExtension(name);
        return new Document(file.Id, shown, text.ToString(), new Section("", "", 0, new TextSpan(0, text.Length), [.. leading], [.. sections]))
        {
            Places = [.. places.OrderBy(p => p.Span.Start).ThenByDescending(p => p.Span.End)], Properties = properties, Warnings = [.. warnings],
        };
    }

    private void Insert(Section section)
    {
        if (sections.Count == 0 || sections[^1].Level >= section.Level) sections.Add(section);
        else sections[^1] = sections[^1] with { Sections = sections[^1].Sections.Add(section), Span = new TextSpan(sections[^1].Span.Start, section.Span.End) };
    }

    // One file has one statement of who may read it; a member's own would be lost among the others.
    private void RefuseAccess(Document document, string name)
    {
        if (document.Properties is not null || DocumentFields.Of(document.Source, document.Id).Access is null) return;
        throw new UnclearAccessException(file.Id, 1, $"'{name}' in it says who may read it, and a file is readable as a whole or not at all; take it out, or say it for the whole file");
    }

    // Depth of the recursion is bounded by the six levels of headings and the files within each other.
    private Section Shifted(Section section, int offset, int firstGroup, int levels)
    {
        string slug = section.Heading.Length > 0 ? slugs.Next(section.Heading) : section.Slug;
        ImmutableArray<Block> blocks = [.. section.Blocks.Select(b => Shifted(b, offset, firstGroup))];
        return section with
        {
            Slug = slug,
            Level = Math.Min(section.Level + levels, MaxLevel),
            Span = section.Span.Shift(offset),
            Blocks = blocks,
            Sections = [.. section.Sections.Select(s => Shifted(s, offset, firstGroup, levels))],
        };
    }

    private Block Shifted(Block block, int offset, int firstGroup)
    {
        int group = block.Group < 0 ? -1 : block.Group + firstGroup;
        groups = Math.Max(groups, group + 1);
        return block with
        {
            Map = new SourceMap([.. block.Map.Runs.Select(r => r with { Source = r.Source.Shift(offset) })]), Span = block.Span.Shift(offset), Group = group,
        };
    }
}
