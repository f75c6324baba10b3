namespace Assay.Models.Decoders;

/// <summary>Tokens that continue one text.</summary>
/// <param name="Cache">The text so far; the tokens are added to it.</param>
/// <param name="Tokens">One or more.</param>
/// <param name="Scores">For how many of the last of them the scores of the next token are wanted; 0 while a prompt is read in parts.</param>
public readonly record struct SequencePart(KeyValueCache Cache, ReadOnlyMemory<int> Tokens, int Scores = 1);
