using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>Turns the text of one format into a document.</summary>
internal interface IDocumentReader
{
    /// <summary>The structure of <paramref name="source"/>.</summary>
    /// <param name="file">Supplies the id and the title given from outside; its bytes are not opened again.</param>
    /// <param name="source">The decoded text; every span of the result points into it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    Document Read(SourceFile file, string source, CancellationToken cancellationToken);
}
