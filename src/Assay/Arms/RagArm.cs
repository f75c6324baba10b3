using Assay.Answerability;
using Assay.Answering;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Arms;

/// <summary>Retrieval: the passages that a search for the question finds; a question over tables is worked out over their rows instead.</summary>
/// <param name="knowledge">What is searched.</param>
/// <param name="expansion">What a model adds to a question; gives null for nothing.</param>
/// <param name="gate">Withholds answers; null when every question is answered.</param>
public sealed class RagArm(KnowledgeBase knowledge, Func<string, ExpandedQuery?> expansion, AnswerGate? gate = null) : IArm
{
    /// <summary>Answers questions over tables; null where none are.</summary>
    public TableAnswering? Tables { get; init; }

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
        if (Tables?.Answer(question.Text, principal) is { } computed) return new ArmContext(computed.Table.Passages) { Computed = computed };
        bool withheld = gate is not null && gate.Probability(question.Text, principal) < gate.Threshold;
        ExpandedQuery? expanded = withheld ? null : expansion(question.Text);
        return new ArmContext(knowledge.Context(question.Text, principal: principal, expanded: expanded)) { Withheld = withheld ? gate!.Answer : null, Searched = !withheld, PreparedMs = knowledge.PreparedMs(question.Text) };
    }
}
