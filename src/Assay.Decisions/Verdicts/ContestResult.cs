using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>How a contest of the arms that meet the requirements ends.</summary>
/// <param name="Kind">Ship, no detectable difference, or undecided.</param>
/// <param name="Arm">The arm to ship; when undecided the leading one.</param>
/// <param name="QuestionsNeeded">Questions still to be asked, when undecided.</param>
/// <param name="Reasons">Why, the most important first.</param>
/// <param name="Caveats">What would change it.</param>
internal sealed record ContestResult(VerdictKind Kind, ArmEvidence Arm, int? QuestionsNeeded, ImmutableArray<Reason> Reasons, ImmutableArray<Reason> Caveats);
