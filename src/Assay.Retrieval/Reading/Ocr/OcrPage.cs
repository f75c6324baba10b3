using System.Collections.Immutable;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>What was read off a picture of a page.</summary>
/// <param name="Paragraphs">Its paragraphs, lines joined.</param>
/// <param name="Confidence">Mean over the words of how sure the program is, from 0 to 100; 0 without words.</param>
internal sealed record OcrPage(ImmutableArray<string> Paragraphs, double Confidence)
{
    /// <summary>Words.</summary>
    public int Words { get; init; }
}
