using Assay.Retrieval.Context;

namespace Assay.Workspaces;

/// <summary>A document whose text was in the request of a kept answer.</summary>
/// <param name="Document">Its id then; another document may have it now.</param>
/// <param name="ContentHash">Hash of the version; empty when it is not known: an Assay kept the answer that did not note it, or there were several.</param>
public sealed record AnswerSource(string Document, string ContentHash = "")
{
    /// <summary>The documents that passages are from.</summary>
    /// <param name="passages">What the request held.</param>
    /// <returns>One a passage.</returns>
    public static IEnumerable<AnswerSource> Of(IEnumerable<ContextPassage> passages) => passages.Select(p => new AnswerSource(p.DocumentId, p.ContentHash));
}
