using Assay.Text;

namespace Assay.Retrieval.Storage;

/// <summary>A file that holds no knowledge base that could be read: something else wrote it, or it is damaged.</summary>
/// <param name="message">What, where, next step.</param>
/// <param name="cause">What was thrown; null when the contents alone tell.</param>
public sealed class NotAKnowledgeBaseException(string message, Exception? cause = null) : AssayException(message, cause!);
