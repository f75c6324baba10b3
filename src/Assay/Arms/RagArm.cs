using Assay.Evaluation.Questions;
using Assay.Knowledge;

namespace Assay.Arms;

/// <summary>Retrieval: the passages that a search for the question finds.</summary>
/// <param name="knowledge">What is searched.</param>
public sealed class RagArm(KnowledgeBase knowledge) : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.Rag;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question) => new(knowledge.Context(question.Text, principal: Asker.Of(question))) { PreparedMs = knowledge.PreparedMs(question.Text) };
}
