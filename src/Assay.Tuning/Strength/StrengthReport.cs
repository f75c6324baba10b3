using System.Collections.Immutable;

namespace Assay.Tuning.Strength;

/// <summary>An adapter at several strengths, and the best of them.</summary>
/// <param name="Points">Each, weakest first.</param>
/// <param name="ChosenStrength">The strength with the best gain of those within the budget; 0 when none of them gains anything there.</param>
public sealed record StrengthReport(ImmutableArray<StrengthPoint> Points, double ChosenStrength)
{
    /// <summary>The chosen one.</summary>
    public StrengthPoint Chosen => Points.First(p => p.Strength == ChosenStrength);
}
