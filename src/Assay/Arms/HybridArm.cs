using Assay.Answering;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Arms;

/// <summary>The trained model with retrieved passages, except where a router finds that none are needed.</summary>
/// <param name="knowledge">What is searched.</param>
/// <param name="expansion">What a model adds to a question; gives null for nothing.</param>
/// <param name="router">Says which questions need no passages.</param>
public sealed class HybridArm(KnowledgeBase knowledge, Func<string, ExpandedQuery?> expansion, RetrievalRouter router) : IArm
{
    /// <summary>Answers questions over tables; null where none are.</summary>
    public TableAnswering? Tables { get; init; }

    /// <inheritdoc/>
    public string Name => ArmCatalog.Hybrid;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        Principal? principal = Asker.Of(question);
        if (Tables?.Answer(question.Text, principal) is { } computed) return new ArmContext(computed.Table.Passages) { Computed = computed, SkippedRetrieval = false };
        if (router.Skips(question.Text, principal)) return new ArmContext([]) { FromDocuments = false, SkippedRetrieval = true };
        return new ArmContext(knowledge.Context(question.Text, principal: principal, expanded: expansion(question.Text)))
        {
            Searched = true, SkippedRetrieval = false, PreparedMs = knowledge.PreparedMs(question.Text),
        };
    }
}
