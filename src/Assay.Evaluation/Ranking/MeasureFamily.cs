using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>Computes the values of one family for a topic.</summary>
/// <param name="topic">The ranking, counted.</param>
/// <param name="values">Receives a value per name of the family.</param>
internal delegate void TopicMeasure(TopicFacts topic, Span<double> values);

/// <summary>How the values of topics become one.</summary>
internal enum Averaging
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>e to the mean: the values are logarithms, shown over all topics only.</summary>
    Geometric,

    /// <summary>How many topics there are, shown over all topics only.</summary>
    Count,
}

/// <summary>One of trec_eval's measures with its parameters: one or more values per topic.</summary>
/// <param name="Names">Names of the values, such as <c>P_5</c>, <c>P_10</c>.</param>
/// <param name="Averaging">How topics are put together.</param>
/// <param name="Score">The values of a topic.</param>
internal sealed record MeasureFamily(ImmutableArray<string> Names, Averaging Averaging, TopicMeasure Score);
