namespace Assay.Evaluation.Ranking;

/// <summary>What is searched for.</summary>
/// <param name="Id">As qrels and runs name it.</param>
/// <param name="Text">The query; white space inside is single spaces.</param>
public sealed record Topic(string Id, string Text);
