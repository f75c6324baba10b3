using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Questions.Drift;

/// <summary>A topic of traffic and set.</summary>
/// <param name="Name">Its three heaviest words.</param>
/// <param name="Asked">Questions of traffic, as often as they were asked.</param>
/// <param name="Evaluated">Questions of the set.</param>
/// <param name="Far">Questions of traffic, as often as they were asked, that are near none of the set.</param>
public sealed record DriftTopic(string Name, int Asked, int Evaluated, int Far)
{
    /// <summary>Its share of traffic.</summary>
    public required double TrafficShare { get; init; }

    /// <summary>Its share of the set; 0 without a set.</summary>
    public required double SetShare { get; init; }

    /// <summary>95% interval of the difference of the shares, traffic minus set; null without a set.</summary>
    public required Interval? Difference { get; init; }
}
