namespace Assay.Tuning.Examples.Checks;

/// <summary>A training example that may give a question of the evaluation away.</summary>
/// <param name="Line">Line of the example.</param>
/// <param name="QuestionId">The question.</param>
/// <param name="Kind">How.</param>
/// <param name="Similarity">0 to 1; 1 for the same document.</param>
/// <param name="ShowsAnswer">Whether what the assistant says has an accepted answer of the question.</param>
public sealed record LeakPair(int Line, string QuestionId, LeakKind Kind, double Similarity, bool ShowsAnswer);
