namespace Assay.Tuning.Examples;

/// <summary>How an example came about, where no person wrote it.</summary>
/// <param name="Synthetic">How it was made, from the field <c>synthetic</c>: <c>raft</c>, <c>document</c>, <c>style</c> or any other word; null for one that a person wrote.</param>
/// <param name="Reviewed">What a person said of it, from the field <c>reviewed</c>.</param>
public readonly record struct ExampleMaking(string? Synthetic, ExampleReview Reviewed);
