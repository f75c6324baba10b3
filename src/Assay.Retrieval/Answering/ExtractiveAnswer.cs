using Assay.Text;

namespace Assay.Retrieval.Answering;

/// <summary>An answer that stands in a passage word for word.</summary>
/// <param name="Passage">0-based index of the passage it is from.</param>
/// <param name="Span">Where it stands in the text of that passage.</param>
/// <param name="Text">The characters of <paramref name="Span"/> with white space folded to single blanks, and a look-alike for the bracket of what reads like a citation (<see cref="Assay.Text.Prompts.InertText.Uncited"/>).</param>
/// <param name="Confidence">Weighted share of the question that the evidence covers, 0 to 1; comparable between questions, not a probability.</param>
public sealed record ExtractiveAnswer(int Passage, TextSpan Span, string Text, double Confidence)
{
    /// <summary>The likely answer proper inside <see cref="Span"/> (a name, a date, an amount), in the same text; null when the question does not tell what to look for or nothing of that kind is there.</summary>
    public TextSpan? Focus { get; init; }
}
