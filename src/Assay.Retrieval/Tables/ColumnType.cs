namespace Assay.Retrieval.Tables;

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Numbers, percentages and amounts of money.</summary>
    Number,

    /// <summary>Days, with or without a time: kept as <c>2024-03-01</c> or <c>2024-03-01T08:30:00</c>, so that they compare as text.</summary>
    Date,

    /// <summary>Yes and no: kept as 1 and 0.</summary>
    Boolean,
}
