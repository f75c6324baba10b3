namespace Assay.Retrieval.Reading.Tables;

/// <summary>What the cells of a column are.</summary>
internal enum CellType
{
    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers, percentages and amounts of money.</summary>
    Number,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary><c>true</c> and <c>false</c>, <c>yes</c> and <c>no</c>.</summary>
    Boolean,

    /// <summary>Anything else.</summary>
    Text,
}
