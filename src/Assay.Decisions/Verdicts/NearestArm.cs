using System.Collections.Immutable;

namespace Assay.Decisions.Verdicts;

/// <summary>The arm that comes nearest to requirements that none meets.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Misses">What it misses, one sentence each.</param>
/// <param name="Fixes">What would make it meet them, one sentence each, in the same order.</param>
public sealed record NearestArm(string Arm, ImmutableArray<Reason> Misses, ImmutableArray<Reason> Fixes);
