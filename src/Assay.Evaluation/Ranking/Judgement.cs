namespace Assay.Evaluation.Ranking;

/// <summary>How relevant one document is to one topic.</summary>
/// <param name="Topic">Id of the topic (query).</param>
/// <param name="Document">Id of the document.</param>
/// <param name="Grade">0 is not relevant, higher is more; below 0 is in the pool but not judged.</param>
public readonly record struct Judgement(string Topic, string Document, int Grade);
