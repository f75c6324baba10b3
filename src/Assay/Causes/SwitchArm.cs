using System.Collections.Immutable;
using Assay.Arms;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Context;
using Assay.Running;

namespace Assay.Causes;

/// <summary>An arm that hands over other passages than it does in the project.</summary>
/// <param name="session">The project.</param>
/// <param name="name">Name of the arm.</param>
/// <param name="retrieved">What it hands over in the project, by question.</param>
/// <param name="choice">What is handed over instead.</param>
internal sealed class SwitchArm(RunSession session, string name, IReadOnlyDictionary<string, ArmContext> retrieved, PassageChoice choice) : IArm
{
    /// <summary>How many times as many passages and tokens <see cref="PassageChoice.More"/> are.</summary>
    public const int Times = 3;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsReference => true;

    /// <inheritdoc/>
    public bool CanCite => choice != PassageChoice.None;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        KnowledgeBase knowledge = session.Knowledge;
        return choice switch
        {
            PassageChoice.None => new ArmContext([]) { FromDocuments = false },
            PassageChoice.Gold => new ArmContext(knowledge.GoldContext(question.Text, question.Documents, Asker.Of(question))),
            PassageChoice.GoldOfRetrieved => new ArmContext(Named(retrieved[question.Id].Passages, question)),
            PassageChoice.More => new ArmContext(knowledge.Context(question.Text, Asker.Of(question), expanded: session.Search.Expansion(question.Text), times: Times)),
            _ => retrieved[question.Id],
        };
    }

    private static ImmutableArray<ContextPassage> Named(ImmutableArray<ContextPassage> passages, Question question)
    {
        HashSet<string> named = [.. question.Documents.Select(DocumentReference.DocumentId)];
        return [.. passages.Where(p => named.Contains(p.DocumentId)).Select((p, i) => p with { Number = i + 1, Conflicts = [] })];
    }
}
