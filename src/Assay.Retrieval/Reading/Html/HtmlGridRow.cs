using AngleSharp.Dom;

namespace Assay.Retrieval.Reading.Html;

/// <summary>A row of a table.</summary>
/// <param name="Element">Its element.</param>
/// <param name="Cells">A cell for each column.</param>
/// <param name="IsHeader">Whether it stands in the head of the table or has header cells only.</param>
internal sealed record HtmlGridRow(IElement Element, List<HtmlGridCell> Cells, bool IsHeader)
{
    /// <summary>Most rows of a header whose names are joined; more are no header of columns.</summary>
    public const int MostJoined = 5;

    /// <summary>Whether one cell stands over all columns: a title, or a heading between rows.</summary>
    public bool IsOneCell => Cells.Count > 1 && Cells.TrueForAll(c => ReferenceEquals(c.Element, Cells[0].Element));
}

/// <summary>A cell of a table in one of its columns.</summary>
/// <param name="Element">Its element; null where the table has a gap.</param>
/// <param name="IsFromLeft">Whether it began in a column before.</param>
/// <param name="IsFromAbove">Whether it began in a row above.</param>
internal readonly record struct HtmlGridCell(IElement? Element, bool IsFromLeft, bool IsFromAbove)
{
    /// <summary>Whether it says again what stands elsewhere.</summary>
    public bool IsRepeated => IsFromLeft || IsFromAbove;
}
