using Assay.Evaluation.Questions;
using Assay.Knowledge;

namespace Assay.Arms;

/// <summary>
/// Reference: the best passages of the documents that the question set marks as relevant, as if retrieval could not fail. What it still gets wrong is not
/// retrieval's fault. A question without relevant documents is handed nothing.
/// </summary>
/// <param name="knowledge">Where the documents are.</param>
public sealed class OracleArm(KnowledgeBase knowledge) : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.Oracle;

    /// <inheritdoc/>
    public bool IsReference => true;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new ArmContext(knowledge.GoldContext(question.Text, question.Documents, Asker.Of(question)));
    }
}
