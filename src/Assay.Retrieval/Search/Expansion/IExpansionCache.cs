namespace Assay.Retrieval.Search.Expansion;

/// <summary>Keeps replies, so that no question is paid for twice. Safe for concurrent use.</summary>
public interface IExpansionCache
{
    /// <summary>The kept reply to a request.</summary>
    /// <param name="request">Everything the reply depends on: model, version of the prompt, settings, question.</param>
    /// <returns>Null when there is none.</returns>
    ExpansionReply? Find(IReadOnlyList<string> request);

    /// <summary>Keeps a reply; the first one to a request stays.</summary>
    /// <param name="request">As for <see cref="Find"/>.</param>
    /// <param name="reply">The reply.</param>
    void Keep(IReadOnlyList<string> request, ExpansionReply reply);
}
