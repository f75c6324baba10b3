using System.Collections.Immutable;

namespace Assay.Tuning.Synthesis;

/// <summary>A question with the passages that it can be shown with.</summary>
/// <param name="Question">The question.</param>
/// <param name="Evidence">What holds its answer.</param>
/// <param name="Gold">Passages that hold the answer; none where no document does.</param>
/// <param name="Distractors">Passages of other documents that the search takes for answers, best first; more than are shown.</param>
public sealed record RaftDraft(RaftQuestion Question, AnswerEvidence Evidence, ImmutableArray<RaftPassage> Gold, ImmutableArray<RaftPassage> Distractors);
