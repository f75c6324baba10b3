using Assay.Answering;
using Assay.Retrieval.Search.Expansion;
using Assay.Workspaces;

namespace Assay.Expanding;

/// <summary>Keeps replies among the answers of a workspace, with their tokens and times.</summary>
/// <param name="answers">The answers.</param>
internal sealed class ExpansionCache(AnswerCache answers) : IExpansionCache
{
    /// <inheritdoc/>
    public ExpansionReply? Find(IReadOnlyList<string> request) => answers.Find(ContentHash.Of(request)) is { } kept
        ? new ExpansionReply
        {
            Text = kept.Text,
            InputTokens = kept.InputTokens,
            CachedInputTokens = kept.CachedInputTokens,
            OutputTokens = kept.OutputTokens,
            TokensEstimated = kept.TokensEstimated,
            ElapsedMs = kept.ElapsedMs,
        }
        : null;

    /// <inheritdoc/>
    // The request holds the question alone, no text of documents.
    public void Keep(IReadOnlyList<string> request, ExpansionReply reply) => answers.Keep(ContentHash.Of(request), new ModelAnswer
    {
        Text = reply.Text,
        InputTokens = reply.InputTokens,
        CachedInputTokens = reply.CachedInputTokens,
        OutputTokens = reply.OutputTokens,
        TokensEstimated = reply.TokensEstimated,
        ElapsedMs = reply.ElapsedMs,
    }, []);
}
