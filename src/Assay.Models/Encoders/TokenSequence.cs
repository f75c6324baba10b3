namespace Assay.Models.Encoders;

/// <summary>The tokens of one text, or of two that a model is given together.</summary>
/// <param name="Ids">One or more, special ones included.</param>
/// <param name="Types">The type of each, as many; empty where all are of type 0.</param>
public readonly record struct TokenSequence(ReadOnlyMemory<int> Ids, ReadOnlyMemory<int> Types = default);
