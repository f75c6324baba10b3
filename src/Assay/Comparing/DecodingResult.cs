using Assay.Evaluation.Scoring;
using Assay.Projects;
using Assay.Running;

namespace Assay.Comparing;

/// <summary>What an arm reached with the other decoding, as kept from an earlier run of the same questions.</summary>
/// <param name="Decoding"><c>free</c> or <c>constrained</c>.</param>
/// <param name="N">Questions with a score.</param>
/// <param name="Score">Their mean score in [0, 1]; null when none has one.</param>
/// <param name="Contract">Share of the answers that keep to the contract; null when it applies to none.</param>
public sealed record DecodingResult(string Decoding, int N, double? Score, double? Contract)
{
    /// <summary>Its name in settings and results.</summary>
    internal static string NameOf(Decoding decoding) => decoding == Projects.Decoding.Constrained ? "constrained" : "free";

    /// <summary>What a run reached.</summary>
    internal static DecodingResult Of(Decoding decoding, Run run)
    {
        double[] scores = [.. run.Rows.Where(r => r.Score.Outcome != Outcome.NotApplicable).Select(r => r.Score.Score).OfType<double>()];
        return new DecodingResult(NameOf(decoding), scores.Length, scores.Length == 0 ? null : scores.Average(), run.Rows.Average(r => r.Score.Contract));
    }
}
