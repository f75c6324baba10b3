namespace Assay.Evaluation.Ranking;

/// <summary>The measures of one topic.</summary>
/// <param name="Topic">Id of the topic.</param>
/// <param name="Measures">Without <c>num_q</c> and <c>gm_map</c>, which exist only over topics.</param>
public sealed record TopicMeasures(string Topic, Measures Measures);
