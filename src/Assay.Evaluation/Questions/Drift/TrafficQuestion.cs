namespace Assay.Evaluation.Questions.Drift;

/// <summary>A question of live traffic.</summary>
/// <param name="Id">Names it for the caller.</param>
/// <param name="Text">What was asked.</param>
public sealed record TrafficQuestion(string Id, string Text);
