using Assay.Evaluation.Questions;
using Assay.Knowledge;

namespace Assay.Arms;

/// <summary>Reference: whole documents in retrieval order until the window is full. Reports the share of all documents that fitted.</summary>
/// <param name="knowledge">Where the documents are.</param>
/// <param name="maxTokens">Tokens the documents may take.</param>
public sealed class LongContextArm(KnowledgeBase knowledge, int maxTokens) : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.LongContext;

    /// <inheritdoc/>
    public bool IsReference => true;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        (var passages, var shares) = knowledge.WholeDocuments(question.Text, maxTokens, Asker.Of(question));
        return new ArmContext(passages) { Shares = shares, PreparedMs = knowledge.PreparedMs(question.Text) };
    }
}
