using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.RetrievalTuning;

/// <summary>What one stage came to.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Choice">What was chosen on all questions; <c>default</c> when nothing beat what was there.</param>
/// <param name="Gain">nDCG@10 with the stage minus without it, on questions that were not looked at when it was chosen.</param>
/// <param name="ExtraMs">Milliseconds that the final choice adds to the median search; below 0 when it saves time; a model's time included.</param>
/// <param name="FoldChoices">What was chosen without each fold.</param>
public sealed record StageOutcome(string Stage, string Choice, DifferenceEstimate Gain, double ExtraMs, ImmutableArray<string> FoldChoices)
{
    /// <summary>US dollars that models take for the final choice a search, for vectors and expansion; null when a price is not known.</summary>
    public decimal? UsdPerSearch { get; init; } = 0;
}
