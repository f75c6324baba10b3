using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Another passage that says the same with other figures.</summary>
/// <param name="Number">Number of the other passage.</param>
/// <param name="Sentence">The sentence of this passage.</param>
/// <param name="Other">The sentence of the other passage.</param>
/// <param name="IsOlder">Whether this passage is the older one of the two and the newest was asked for: the other one counts.</param>
public readonly record struct ConflictHint(int Number, TextSpan Sentence, TextSpan Other, bool IsOlder);
