namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>A straight line on a page, level or upright, in points.</summary>
/// <param name="Left">Its left end.</param>
/// <param name="Bottom">Its lower end.</param>
/// <param name="Right">Its right end; equal to <paramref name="Left"/> for an upright one.</param>
/// <param name="Top">Its upper end; equal to <paramref name="Bottom"/> for a level one.</param>
internal readonly record struct Rule(float Left, float Bottom, float Right, float Top)
{
    /// <summary>Whether it is level.</summary>
    public bool IsLevel => Bottom == Top;
}
