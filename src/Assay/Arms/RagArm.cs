using Assay.Answerability;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;

namespace Assay.Arms;

/// <summary>Retrieval: the passages that a search for the question finds.</summary>
/// <param name="knowledge">What is searched.</param>
/// <param name="gate">Withholds answers; null when every question is answered.</param>
public sealed class RagArm(KnowledgeBase knowledge, AnswerGate? gate = null) : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.Rag;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => true;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        Principal? principal = Asker.Of(question);
        bool withheld = gate is not null && gate.Probability(question.Text, principal) < gate.Threshold;
        return new ArmContext(knowledge.Context(question.Text, principal: principal)) { Withheld = withheld ? gate!.Answer : null, PreparedMs = knowledge.PreparedMs(question.Text) };
    }
}
