using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>A document cannot be read: wrong format, wrong encoding, too large, or not text at all. One such document does not spoil the others.</summary>
public sealed class UnreadableDocumentException : AssayException
{
    /// <summary>An exception for one document.</summary>
    /// <param name="documentId">See <see cref="Documents.SourceFile.Id"/>.</param>
    /// <param name="reason">What was expected, what was found and what to do.</param>
    public UnreadableDocumentException(string documentId, string reason) : base($"{documentId}: {reason}")
    {
        DocumentId = documentId;
        Reason = reason;
    }

    /// <summary>The document that cannot be read.</summary>
    public string DocumentId { get; }

    /// <summary>The message without the document id.</summary>
    public string Reason { get; }
}
