using System.Globalization;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Where a row stands, and its cells.</summary>
/// <param name="Name">The place in the file; may be empty.</param>
/// <param name="Left">Spreadsheet column of its first cell; -1 outside of spreadsheets.</param>
/// <param name="Number">1 for the first row under the header.</param>
internal readonly record struct RowPlace(string Name, int Left, int Number)
{
    /// <summary>The place as it is shown.</summary>
    public string Shown => Name.Length > 0 && !Name.StartsWith("page", StringComparison.Ordinal) ? Name
        : string.Create(CultureInfo.InvariantCulture, $"{(Name.Length > 0 ? Name + ", " : "")}row {Number} of the table");

    /// <summary>The address of a cell in a spreadsheet, elsewhere the name of its column.</summary>
    public string Cell(int index, string column)
    {
        int sheet = Name.LastIndexOf('!');
        if (sheet < 0 || Left < 0) return column;
        string digits = string.Concat(Name[(sheet + 1)..].SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
        return $"{Name[..sheet]}!{ColumnNames.Of(Left + index)}{digits}";
    }
}
