namespace Assay.Retrieval.Tables;

/// <summary>A column of a stored table.</summary>
/// <param name="Name">Its header as written, without the unit in parentheses; letters of a spreadsheet (<c>C</c>) where it has none.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">Unit of its numbers, lower case (<c>eur</c>, <c>km</c>, <c>%</c>); empty when none is known.</param>
public sealed record TableColumn(string Name, ColumnType Type, string Unit)
{
    /// <summary>Rows that have a value, total rows left out.</summary>
    public int Filled { get; init; }

    /// <summary>Different values among them; at least so many when they were too many to be counted.</summary>
    public int Distinct { get; init; }

    /// <summary>The least of its numbers; 0 without any.</summary>
    public double Least { get; init; }

    /// <summary>The largest of its numbers; 0 without any.</summary>
    public double Most { get; init; }

    /// <summary>Whether every row has a value and no two the same.</summary>
    public bool IsUnique { get; init; }
}
