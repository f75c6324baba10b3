using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>What a training came to.</summary>
/// <param name="Version">The version in the registry.</param>
/// <param name="End">Why training ended.</param>
/// <param name="Before">The base model on what is held out; empty where nothing is.</param>
/// <param name="After">The tuned model on the same.</param>
public sealed record TuneOutcome(AdapterVersion Version, TrainingEnd End, ImmutableArray<TextScore> Before, ImmutableArray<TextScore> After)
{
    /// <summary>What the gates say that a training measures itself.</summary>
    public GateReport Gates { get; init; } = GateReport.Empty;

    /// <summary>How many more of the held-out answers would be written exactly, as a share; null where nothing is held out.</summary>
    public DifferenceEstimate? Exact => After.IsEmpty ? null : PairedBootstrap.Difference(ById(After), ById(Before));

    private static Dictionary<string, double?> ById(ImmutableArray<TextScore> scores) =>
        scores.ToDictionary(s => s.Line.ToString(CultureInfo.InvariantCulture), s => (double?)(s.IsExact ? 1 : 0), StringComparer.Ordinal);
}
