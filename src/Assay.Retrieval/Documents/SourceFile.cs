namespace Assay.Retrieval.Documents;

/// <summary>Something that can be read into a document: a file on disk or an item of a collection.</summary>
/// <param name="Id">Document id: the path relative to the project with forward slashes, or the collection's own id.</param>
/// <param name="Format">File ending that selects the reader, lower case with its dot: <c>.md</c>, <c>.html</c>, <c>.txt</c>.</param>
/// <param name="Open">Opens the bytes; called at most once at a time, the caller disposes the stream.</param>
/// <param name="LengthBytes">Size in bytes, to refuse oversized input before reading it.</param>
public sealed record SourceFile(string Id, string Format, Func<Stream> Open, long LengthBytes)
{
    /// <summary>Title given from outside (a collection's title field); null to take it from the text.</summary>
    public string? Title { get; init; }
}
