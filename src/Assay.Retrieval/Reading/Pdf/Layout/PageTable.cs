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
}
