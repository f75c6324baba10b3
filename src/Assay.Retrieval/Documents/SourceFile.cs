using Assay.Retrieval.Permissions;

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

    /// <summary>Who may read it by what stands beside it or was said when it was handed in; null when nothing is said. What the document says itself must not differ from it.</summary>
    public AccessRule? Access { get; init; }

    /// <summary>What the file system says of it, by which an unchanged file is known without being opened; null for what is no file.</summary>
    public FileStamp? Stamp { get; init; }

    /// <summary>Date given from outside; null to take it from the text.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Whether front matter at its beginning says something of it: true unless set. The text of a test collection is nothing but text.</summary>
    public bool MayHaveFrontMatter { get; init; } = true;
}
