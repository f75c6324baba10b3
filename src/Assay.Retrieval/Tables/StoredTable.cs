using System.Collections.Immutable;

namespace Assay.Retrieval.Tables;

/// <summary>A table of the store, without its rows.</summary>
/// <param name="Key">Its key; one that is stored anew gets another.</param>
/// <param name="Document">Key of its document.</param>
/// <param name="DocumentId">Id of its document.</param>
/// <param name="Name">See <see cref="DataTable.Name"/>.</param>
/// <param name="OtherNames">See <see cref="DataTable.OtherNames"/>.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Rows, total rows left out.</param>
public sealed record StoredTable(long Key, long Document, string DocumentId, string Name, ImmutableArray<string> OtherNames, ImmutableArray<TableColumn> Columns, int Rows)
{
    /// <summary>Rows that sum up others and are never counted.</summary>
    public int TotalRows { get; init; }
}
