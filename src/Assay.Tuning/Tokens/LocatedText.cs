using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Tuning.Tokens;

/// <summary>A training conversation as tokens with their places.</summary>
/// <param name="Tokens">The tokens, and which of them are learned.</param>
/// <param name="Rendered">The text that the template makes of the conversation.</param>
/// <param name="Offsets">Where each token is in it.</param>
public sealed record LocatedText(SupervisedText Tokens, string Rendered, ImmutableArray<TextSpan> Offsets);
