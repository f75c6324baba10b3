using System.Collections.Immutable;
using Assay.Evaluation.Statistics;

namespace Assay.Evaluation.Questions.Drift;

/// <summary>How far live traffic has gone from a question set.</summary>
/// <param name="Asked">Questions of traffic, as often as they were asked.</param>
/// <param name="Distinct">Different ones.</param>
/// <param name="Evaluated">Questions of the set.</param>
public sealed record DriftReport(int Asked, int Distinct, int Evaluated)
{
    /// <summary>Whether there are enough different questions to say something; the rest is empty where there are not.</summary>
    public required bool IsEnough { get; init; }

    /// <summary>Different questions that it takes.</summary>
    public required int Least { get; init; }

    /// <summary>Questions of traffic, as often as they were asked, that are near none of the set.</summary>
    public int Far { get; init; }

    /// <summary>The share of them; null where there is not enough.</summary>
    public double? FarShare { get; init; }

    /// <summary>Its 95% interval (Wilson, over different questions).</summary>
    public Interval? FarInterval { get; init; }

    /// <summary>The topics, those with most more traffic than questions first.</summary>
    public ImmutableArray<DriftTopic> Topics { get; init; } = [];

    /// <summary>Ids of questions of traffic to add: near none of the set and not near each other, from the topics that lack most.</summary>
    public ImmutableArray<string> Proposed { get; init; } = [];
}
