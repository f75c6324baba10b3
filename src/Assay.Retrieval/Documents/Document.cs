using System.Collections.Immutable;

namespace Assay.Retrieval.Documents;

/// <summary>A read document: its title and its structure, with spans into the original text.</summary>
/// <param name="Id">See <see cref="SourceFile.Id"/>.</param>
/// <param name="Title">First level-1 heading, HTML title, front matter title or file name, in the reader's order of preference.</param>
/// <param name="Source">The original text as decoded, or the text that a reader of bytes made of the file; all spans point into it.</param>
/// <param name="Root">The structure tree; its own heading is empty, its level 0.</param>
public sealed record Document(string Id, string Title, string Source, Section Root)
{
    /// <summary>Where stretches of the text stand in the file (pages, cells, slides), ordered by their start; they may nest. Empty for text formats, whose spans say it.</summary>
    public ImmutableArray<Place> Places { get; init; } = [];

    /// <summary>What the file says about itself besides its text; null for a text format, which says it in front matter.</summary>
    public DocumentProperties? Properties { get; init; }

    /// <summary>What the user should know although the file was read: pages of images only, parts left out. Each is a sentence without the document's id.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
