using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>Turns the bytes of one format into a document: for formats that are no text (PDF, Office, archives).</summary>
/// <remarks>
/// The bytes are of unknown origin. A reader refuses with <see cref="UnreadableDocumentException"/> what it cannot read, within 2 s and 300 MB on any input:
/// counts, lengths and nesting that a file states are checked before they are believed. The text of the document is made by the reader, see <see cref="RenderedDocument"/>.
/// </remarks>
internal interface IBinaryDocumentReader
{
    /// <summary>The structure of <paramref name="bytes"/>.</summary>
    /// <param name="file">Supplies the id and the title given from outside; its bytes are not opened again.</param>
    /// <param name="bytes">The whole file, at most <see cref="ReadingOptions.MaxBinaryBytes"/> long.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Checked between pages, parts and blocks.</param>
    /// <exception cref="UnreadableDocumentException">The file is damaged, encrypted or beyond a limit.</exception>
    Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken);
}
