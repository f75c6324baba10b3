using System.Collections.Immutable;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>A table of a page.</summary>
/// <param name="rows">Its rows from top to bottom, each with its cells from left to right.</param>
/// <param name="frame">Where it stands.</param>
/// <param name="size">Size of its font.</param>
/// <param name="order">Its place in the order in which the page is drawn.</param>
internal sealed class PageTable(ImmutableArray<ImmutableArray<string>> rows, (float Left, float Bottom, float Right, float Top) frame, float size, int order) : PageItem
{
    /// <inheritdoc/>
    public override float Left => frame.Left;

    /// <inheritdoc/>
    public override float Right => frame.Right;

    /// <inheritdoc/>
    public override float Base => frame.Top;

    /// <inheritdoc/>
    public override float Bottom => frame.Bottom;

    /// <inheritdoc/>
    public override float Size => size;

    /// <inheritdoc/>
    public override int Order => order;

    /// <summary>Its rows from top to bottom.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows => rows;

    /// <summary>Whether its first row names the columns.</summary>
    public bool HasHeader { get; init; }

    /// <summary>Whether that row is bold, and not only one that could name columns.</summary>
    public bool IsHeaderBold { get; init; }

    /// <summary>Left and right edge of each column: its lines where <see cref="IsRuled"/>, else its texts.</summary>
    public required ImmutableArray<(float Left, float Right)> Columns { get; init; }

    /// <summary>Whether lines stand between its cells.</summary>
    public bool IsRuled { get; init; }

    /// <summary>Whether its rows go on with the table before it, which ends the page before.</summary>
    public bool GoesOn { get; private init; }

    /// <summary>The first row of the whole table, of which this may be the part on one page.</summary>
    public ImmutableArray<string> FirstRow { get => field.IsDefault ? Rows.FirstOrDefault([]) : field; private init; }

    /// <summary>This table as the part of another that began on an earlier page.</summary>
    /// <param name="before">The part before it.</param>
    /// <param name="without">How many of its own first rows say the names of the columns again.</param>
    public PageTable After(PageTable before, int without) => new(Rows.RemoveRange(0, without), frame, size, order)
    {
        Columns = Columns, IsRuled = IsRuled, GoesOn = true, FirstRow = before.FirstRow, HasHeader = false,
    };
}
