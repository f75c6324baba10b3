using Assay.Tuning.Synthesis;

namespace Assay.FineTuning;

/// <summary>Retrieval-aware examples that were made.</summary>
/// <param name="Report">The examples, and what became none.</param>
/// <param name="WithoutGold">How many are shown without the passages that answer.</param>
/// <param name="Unanswerable">How many no document answers.</param>
public sealed record RaftOutcome(SyntheticReport Report, int WithoutGold, int Unanswerable);
