using System.Globalization;
using System.Text;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>The filled rows of one sheet with their cells as they are shown.</summary>
internal sealed class SheetRows
{
    /// <summary>Most columns, as in the programs.</summary>
    public const int MaxColumns = 16_384;

    /// <summary>Most filled cells of one workbook.</summary>
    public const int MaxCells = 1_500_000;

    /// <summary>Most characters of all cells of one workbook.</summary>
    public const int MaxChars = 32 << 20;

    private const int MaxRow = 1 << 20;
    private const int MaxMerged = 100_000;
    private readonly Workbook workbook;
    private readonly HashSet<(int Row, int Column)> repeats = [];
    private readonly Dictionary<(int Row, int Column), double> numbers = [];
    private readonly Dictionary<(int Row, int Column), int> spans = [];
    private long repeated;

    private SheetRows(Workbook workbook) => this.workbook = workbook;

    /// <summary>Rows by their 1-based numbers, in order; cells by column, null where nothing is.</summary>
    public SortedDictionary<int, string?[]> Rows { get; } = [];

    /// <summary>Formulas without a kept value, of which nothing can be shown.</summary>
    public int Uncounted { get; private set; }

    /// <summary>Where the first of them stands: <c>C4</c>; empty when there is none.</summary>
    public string FirstUncounted { get; private set; } = "";

    /// <summary>Whether a cell belongs to one over several rows that began above.</summary>
    public bool IsRepeated(int row, int column) => repeats.Contains((row, column));

    /// <summary>The number of a cell that shows it rounded, in the unit that is shown; null for a cell whose text is all there is.</summary>
    public double? Number(int row, int column) => numbers.TryGetValue((row, column), out double number) ? number : null;

    /// <summary>The last column of the merged cell that begins at a cell; the cell's own column for any other.</summary>
    public int LastColumn(int row, int column) => spans.GetValueOrDefault((row, column), column);

    /// <summary>Reads a sheet.</summary>
    /// <param name="workbook">Supplies texts and formats; counts cells and characters over all sheets.</param>
    /// <param name="pull">The XML of the sheet.</param>
    public static SheetRows Read(Workbook workbook, XmlPull pull)
    {
        var sheet = new SheetRows(workbook);
        int number = 0, merged = 0;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "row")
            {
                number = pull.Number("r") ?? number + 1;
                if (number is < 1 or > MaxRow) throw new InvalidDataException($"a sheet names row {number}; there are {MaxRow}");
                sheet.Row(pull, number);
            }
            else if (pull.Name == "mergeCell" && ++merged <= MaxMerged)
            {
                sheet.Merge(pull.Attribute("ref") ?? "");
            }
        }

        return sheet;
    }

    private void Row(XmlPull pull, int row)
    {
        var cells = new List<string?>();
        int depth = pull.Depth, column = -1;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start || pull.Name != "c") continue;
            column = pull.Attribute("r") is { } reference ? ColumnNames.Parse(reference) : column + 1;
            if (column is < 0 or >= MaxColumns) throw new InvalidDataException($"a cell of row {row} names a column beyond {MaxColumns}");
            (string? shown, double? number) = Cell(pull, out bool uncounted);
            if (uncounted && Uncounted++ == 0) FirstUncounted = string.Create(CultureInfo.InvariantCulture, $"{ColumnNames.Of(column)}{row}");
            if (string.IsNullOrWhiteSpace(shown)) continue;
            if (number is { } kept && !IsExact(shown, kept)) numbers[(row, column)] = kept;
            while (cells.Count <= column) cells.Add(null);
            cells[column] = shown;
            workbook.Count(shown.Length);
        }

        workbook.Reserve(cells.Count);
        if (cells.Count > 0) Rows[row] = [.. cells];
    }

    private (string? Shown, double? Number) Cell(XmlPull pull, out bool uncounted)
    {
        bool formula = false;
        string type = pull.Attribute("t") ?? "n";
        int? style = pull.Number("s");
        string? value = null;
        var inline = new StringBuilder();
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "v") value = pull.AllText();
            else if (pull.Name == "t") inline.Append(pull.AllText());
            else if (pull.Name is "rPh" or "f")
            {
                formula |= pull.Name == "f";
                pull.Skip();
            }
        }

        // A formula may come to no text; that is kept as an empty one.
        uncounted = formula && (value is null || (value.Length == 0 && type != "str")) && inline.Length == 0;

        return type switch
        {
            "inlineStr" => (inline.ToString(), null),
            "s" => (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? workbook.Text(index) : null, null),
            "b" => (value is "1" or "true" ? "TRUE" : value is null ? null : "FALSE", null),
            "str" or "e" or "d" => (value, null),
            _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? Numeric(workbook.Styles.Of(style), number) : (value, null),
        };
    }

    private (string? Shown, double? Number) Numeric(NumberFormat format, double number) => (format.Show(number, workbook.From1904), format.Unrounded(number));

    private static bool IsExact(string shown, double number) => double.TryParse(shown, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double said) && said == number;

    // Where a cell over several columns ends says which columns a heading stands over. The value of a cell over several rows stands in each of them, so that a row can be understood alone.
    private void Merge(string range)
    {
        int colon = range.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return;
        (int column, int first) = Reference(range.AsSpan(0, colon));
        (int right, int last) = Reference(range.AsSpan(colon + 1));
        if (column >= 0 && first >= 1 && right > column && right < MaxColumns) spans[(first, column)] = right;
        if (column < 0 || first < 1 || last <= first || !Rows.TryGetValue(first, out string?[]? top) || column >= top.Length || top[column] is not { } value) return;
        for (int i = first + 1; i <= Math.Min(last, MaxRow); i++)
        {
            if (!Rows.TryGetValue(i, out string?[]? row)) continue;
            if (++repeated > MaxCells) throw new InvalidDataException("its merged cells cover more than the sheet can hold");
            if (row.Length <= column) Rows[i] = row = [.. row, .. new string?[column + 1 - row.Length]];
            if (row[column] is not null) continue;
            repeats.Add((i, column));
            if (Number(first, column) is { } number) numbers[(i, column)] = number;
            row[column] = value;
        }
    }

    private static (int Column, int Row) Reference(ReadOnlySpan<char> text)
    {
        int letters = 0;
        while (letters < text.Length && char.IsAsciiLetter(text[letters])) letters++;
        return (ColumnNames.Parse(text), int.TryParse(text[letters..], NumberStyles.None, CultureInfo.InvariantCulture, out int row) ? row : 0);
    }
}
