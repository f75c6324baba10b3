using System.Collections.Immutable;

namespace Assay.Evaluation.Ranking;

/// <summary>How well a run ranked.</summary>
/// <param name="Topics">Per topic, ordered by the bytes of the ids. With missing topics included, version 10 lists them with zeros and version 9 does not.</param>
/// <param name="All">Means over topics; sums for <c>num_ret</c>, <c>num_rel</c>, <c>num_rel_ret</c>.</param>
/// <param name="Missing">Judged topics that the run has nothing for.</param>
/// <param name="NotJudged">Topics of the run without any judgement; ignored, as trec_eval does.</param>
public sealed record RankingResult(ImmutableArray<TopicMeasures> Topics, Measures All, ImmutableArray<string> Missing, ImmutableArray<string> NotJudged);
