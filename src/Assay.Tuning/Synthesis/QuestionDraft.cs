namespace Assay.Tuning.Synthesis;

/// <summary>A question with its answer, made of a passage and not checked yet.</summary>
/// <param name="Passage">What it is made of.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Answer">What is said, without citations.</param>
public sealed record QuestionDraft(SyntheticPassage Passage, string Question, string Answer)
{
    /// <summary>What made it.</summary>
    public required QuestionTemplate Template { get; init; }
}
