namespace Assay.Decisions.Verdicts;

/// <summary>An arm that may be shipped, with its figures as measured.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Figures">Its figures.</param>
internal sealed record Candidate(ArmEvidence Arm, ArmFigures Figures)
{
    /// <summary>Name of the arm.</summary>
    public string Name => Arm.Arm;
}
