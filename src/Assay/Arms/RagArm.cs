using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Arms;

/// <summary>Retrieval: the passages that a search for the question finds.</summary>
/// <param name="knowledge">What is searched.</param>
/// <param name="expansion">What a model adds to a question; gives null for nothing.</param>
public sealed class RagArm(KnowledgeBase knowledge, Func<string, ExpandedQuery?> expansion) : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.Rag;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question) => new(knowledge.Context(question.Text, principal: Asker.Of(question), expanded: expansion(question.Text)));
}
