namespace Assay.Retrieval.Keyword.Segments;

/// <summary>Where the fields of a chunk lie in its row of positions: title, headings, body, with room between them.</summary>
internal static class FieldPositions
{
    /// <summary>Positions left free between fields, so that no phrase reaches from one into the next.</summary>
    public const int Gap = 16;

    /// <summary>The first position of the headings.</summary>
    public static int Headings(int titleLength) => titleLength + Gap;

    /// <summary>The first position of the body.</summary>
    public static int Body(int titleLength, int headingLength) => titleLength + headingLength + (2 * Gap);
}
