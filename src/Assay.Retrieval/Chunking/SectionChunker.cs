using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Goes through the sections of one document, merges the tiny ones and packs the rest.</summary>
/// <param name="document">The document.</param>
/// <param name="options">Sizes.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class SectionChunker(Document document, ChunkingOptions options, TokenCounter counter)
{
    private readonly ImmutableArray<Chunk>.Builder chunks = ImmutableArray.CreateBuilder<Chunk>();
    private readonly ChunkOverlap overlap = new(options, counter);

    /// <summary>All chunks.</summary>
    public ImmutableArray<Chunk> Chunk()
    {
        Section(WithoutTinyPreface(document.Root), []);
        return chunks.ToImmutable();
    }

    /// <summary>A few words before the first heading (a description) go under it: alone they would be a chunk that says too little.</summary>
    private Section WithoutTinyPreface(Section root)
    {
        if (root.Blocks.Length == 0 || root.Sections.Length == 0 || Count([.. root.Blocks.Select(ChunkUnit.Of)]) >= options.MinTokens) return root;
        Section first = root.Sections[0];
        Section merged = first with { Blocks = [.. root.Blocks, .. first.Blocks] };
        return root with { Blocks = [], Sections = root.Sections.SetItem(0, merged) };
    }

    /// <summary>Chunks a section that is too large to be one: its own text and its subsections, neighbours merged while they are tiny.</summary>
    private void Section(Section section, ImmutableArray<string> path)
    {
        Part? open = null;
        foreach (Part part in Parts(section, path))
        {
            if (open is not null && part.Whole is not null && open.Tokens < options.MinTokens && open.Tokens + part.Tokens <= options.MaxTokens)
            {
                open = open.With(part);
                continue;
            }

            Emit(open);
            open = part;
        }

        Emit(open);
    }

    private IEnumerable<Part> Parts(Section section, ImmutableArray<string> path)
    {
        if (section.Blocks.Length > 0)
        {
            ImmutableArray<ChunkUnit> units = [.. section.Blocks.Select(ChunkUnit.Of)];
            yield return new Part(path, section.Slug, units, units, Count(units), null);
        }

        foreach (Section child in section.Sections)
        {
            ImmutableArray<string> childPath = path.Add(child.Heading);
            ImmutableArray<ChunkUnit> lines = [.. Lines(child)];
            int tokens = Count(lines);
            bool whole = child.Sections.Length == 0 || tokens < options.MinTokens;
            ImmutableArray<ChunkUnit> own = lines.Length > 1 ? lines.RemoveAt(0) : lines;
            yield return new Part(childPath, child.Slug, own, whole ? lines : null, tokens, child);
        }
    }

    /// <summary>A section and everything under it, headings as lines.</summary>
    private IEnumerable<ChunkUnit> Lines(Section section)
    {
        yield return ChunkUnit.Heading(section, document.Source);
        foreach (Block block in section.Blocks) yield return ChunkUnit.Of(block);
        foreach (ChunkUnit unit in section.Sections.SelectMany(Lines)) yield return unit;
    }

    /// <summary>An estimate that only decides about merging: the sum of the units, and no more counting once it is over the budget.</summary>
    private int Count(ImmutableArray<ChunkUnit> units)
    {
        int tokens = 0;
        for (int i = 0; i < units.Length && tokens <= options.MaxTokens; i++) tokens += units[i].Tokens(counter);
        return tokens;
    }

    private void Emit(Part? part)
    {
        if (part is null) return;
        if (part.Whole is null)
        {
            Section(part.Section!, part.Path);
            return;
        }

        string path = HeadingPath.Of(document, part.Path);
        PackedChunk? previous = null;
        foreach (PackedChunk packed in new ChunkPacker(options, counter).Pack(part.Units))
        {
            MappedText text = overlap.Prepend(previous, packed, ChunkText.Join(packed.Repeated, packed.Units));
            chunks.Add(new Chunk(document.Id, chunks.Count, document.Title, path, part.Slug, text.Text, text.Map, ChunkText.Span(text.Map, packed.Units), counter.Count(text.Text)));
            previous = packed;
        }
    }

    /// <summary>A section's own text, one subsection, or several that were merged.</summary>
    /// <param name="Path">Headings down to it.</param>
    /// <param name="Slug">Anchor of the innermost.</param>
    /// <param name="Units">Its text under that path.</param>
    /// <param name="Whole">Its text when it is shown under the parent, its own heading as a line; null for a section that has to be taken apart.</param>
    /// <param name="Tokens">Estimated size.</param>
    /// <param name="Section">The subsection, if it is a single one.</param>
    private sealed record Part(ImmutableArray<string> Path, string Slug, ImmutableArray<ChunkUnit> Units, ImmutableArray<ChunkUnit>? Whole, int Tokens, Section? Section)
    {
        public Part With(Part next) => this with { Units = [.. Units, .. next.Whole!.Value], Tokens = Tokens + next.Tokens, Section = null };
    }
}
