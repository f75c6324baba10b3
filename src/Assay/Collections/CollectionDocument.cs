namespace Assay.Collections;

/// <summary>A document of a collection as its file has it.</summary>
/// <param name="Id">The collection's id.</param>
/// <param name="Title">Title field; empty where there is none.</param>
/// <param name="Text">Text without the title.</param>
/// <param name="Line">1-based line of its file on which it begins.</param>
internal sealed record CollectionDocument(string Id, string Title, string Text, int Line);
