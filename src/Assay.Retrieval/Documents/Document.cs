namespace Assay.Retrieval.Documents;

/// <summary>A read document: its title and its structure, with spans into the original text.</summary>
/// <param name="Id">See <see cref="SourceFile.Id"/>.</param>
/// <param name="Title">First level-1 heading, HTML title, front matter title or file name, in the reader's order of preference.</param>
/// <param name="Source">The original text as decoded; all spans point into it.</param>
/// <param name="Root">The structure tree; its own heading is empty, its level 0.</param>
public sealed record Document(string Id, string Title, string Source, Section Root);
