using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>One number cited in an answer.</summary>
/// <param name="Marker">The brackets it stands in, in the answer; the numbers of <c>[1, 2]</c> share one marker.</param>
/// <param name="Number">The number cited.</param>
/// <param name="Passage">The passage it names, with document, heading and span; null when there is no passage of that number.</param>
public sealed record Citation(TextSpan Marker, int Number, ContextPassage? Passage);
