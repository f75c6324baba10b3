using System.Collections.Immutable;

namespace Assay.Evaluation.Answers;

/// <summary>Rows of cells.</summary>
/// <param name="Columns">Names of the columns; null when there are none.</param>
/// <param name="Rows">Each with as many cells as there are columns; a cell that is null has no value.</param>
public sealed record Table(ImmutableArray<string>? Columns, ImmutableArray<ImmutableArray<string?>> Rows)
{
    /// <summary>Number of columns; 0 when there are neither names nor rows.</summary>
    public int Width => Columns?.Length ?? (Rows.IsEmpty ? 0 : Rows[0].Length);
}
