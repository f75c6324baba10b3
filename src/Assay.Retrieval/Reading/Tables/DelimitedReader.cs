using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Tables;

/// <summary>Delimited text (CSV, TSV): one table, a row for each record; delimiter, quotation marks and header are found out.</summary>
/// <remarks>Lines above the table that have one cell where the table has several are paragraphs. A table too wide for rows under one header names the column beside every cell.</remarks>
/// <param name="delimiter">What the file's ending promises.</param>
internal sealed class DelimitedReader(char delimiter) : IDocumentReader
{
    /// <summary>Most columns; a row of more is no table but damage.</summary>
    public const int MaxColumns = 4_096;

    /// <summary>Most records of one file.</summary>
    public const int MaxRows = 300_000;

    /// <summary>Most cells of one file.</summary>
    public const int MaxCells = 5_000_000;

    /// <summary>From so many columns on each cell stands behind the name of its column.</summary>
    public const int WideColumns = 24;

    private const int SampleRows = 200;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        DelimitedDialect dialect = DelimitedDialect.Of(source, delimiter);
        RefuseLong(file, source, dialect);
        TableHead head = Sample(file, source, dialect);
        var document = new DocumentBuilder(file, source);
        var table = new Table(document, head, document.NextGroup(), source);
        var records = new DelimitedRecords(source, dialect);
        int cells = 0;
        while (records.Next(MaxColumns + 1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            table.Records++;
            cells += records.Cells.Count;
            if (records.Cells.Count > MaxColumns) throw TooMuch(file, $"record {table.Records} has more than {MaxColumns} cells", "Check the delimiter and the line ends, or leave out columns.");
            if (table.Records > MaxRows || cells > MaxCells) throw TooMuch(file, $"it has more than {MaxRows} records or {MaxCells} cells", "Split the file.");
            if (!records.IsBlank) table.Add(records);
        }

        return document.Build(null) with { Places = [.. table.Places], Warnings = table.Ragged.Warnings(), Properties = new DocumentProperties(Fields(dialect, head, table), null) };
    }

    private static UnreadableDocumentException TooMuch(SourceFile file, string found, string advice) => new(file.Id, $"this table is too large: {found}. {advice}");

    private static ImmutableArray<KeyValuePair<string, string>> Fields(DelimitedDialect dialect, TableHead head, Table table)
    {
        string columns = string.Join(", ", table.Types.Select((t, i) => $"{(i < head.Names.Length && head.Names[i].Length > 0 ? head.Names[i] : ColumnNames.Of(i))} ({CellTypes.Name(t)})").Take(256));
        return
        [
            new("delimiter", dialect.Delimiter == '\t' ? "tab" : dialect.Delimiter.ToString()),
            new("rows", table.DataRows.ToString(CultureInfo.InvariantCulture)),
            new("columns", columns),
        ];
    }

    // Before anything is made of the rows, so that a file without end costs little.
    private static void RefuseLong(SourceFile file, string source, DelimitedDialect dialect)
    {
        if (source.AsSpan().Count('\n') <= MaxRows) return;
        var records = new DelimitedRecords(source, dialect);
        for (int i = 0; records.Next(MaxColumns + 1); i++) if (i > MaxRows) throw TooMuch(file, $"it has more than {MaxRows} records", "Split the file.");
    }

    private static TableHead Sample(SourceFile file, string source, DelimitedDialect dialect)
    {
        var rows = new List<string[]>();
        var records = new DelimitedRecords(source, dialect);
        while (rows.Count < SampleRows && records.Next(MaxColumns + 1))
        {
            if (records.Cells.Count > MaxColumns) throw TooMuch(file, $"record {rows.Count + 1} has more than {MaxColumns} cells", "Check the delimiter and the line ends, or leave out columns.");
            if (!records.IsBlank) rows.Add([.. records.Cells.Select(c => Value(records, source, c))]);
            if (rows.Count * records.Cells.Count > MaxCells / 10) break;
        }

        return TableHead.Of(rows);
    }

    private static string Value(DelimitedRecords records, string source, DelimitedRecords.Cell cell)
    {
        var text = new MappedTextBuilder(source);
        records.Append(text, cell);
        return text.Build().Text;
    }

    private sealed class Table(DocumentBuilder document, TableHead head, int group, string source)
    {
        private readonly List<CellType> types = [];
        private int seen;

        public int Records { get; set; }

        public int DataRows { get; private set; }

        public List<Place> Places { get; } = [];

        public RaggedRows Ragged { get; } = new(source, head.Names);

        public IReadOnlyList<CellType> Types => types;

        public void Add(DelimitedRecords records)
        {
            bool above = seen < head.Above, header = seen == head.Above && head.HasHeader;
            seen++;
            bool wide = head.Columns >= WideColumns && !header;
            var text = new MappedTextBuilder(source);
            for (int i = 0; i < records.Cells.Count; i++)
            {
                Cell(text, records, i, wide && !above);
                if (!above && !header) Type(i, records.Cells[i].Span.Of(source));
            }

            // The header of a wide table stands beside each cell.
            if (above) document.Block(BlockKind.Paragraph, text.Build(), records.Span);
            else if (!header || head.Columns < WideColumns) document.Block(header ? BlockKind.TableHeader : BlockKind.TableRow, text.Build(), records.Span, group);
            if (!above && !header)
            {
                DataRows++;
                if (head.HasHeader) Ragged.See(records);
            }

            Places.Add(new Place(string.Create(CultureInfo.InvariantCulture, $"row {Records}"), records.Span));
        }

        private void Cell(MappedTextBuilder text, DelimitedRecords records, int index, bool named)
        {
            DelimitedRecords.Cell cell = records.Cells[index];
            if (named && cell.Span.Of(source).IsWhiteSpace()) return;
            if (!named && index > 0) text.NextCell();
            else if (named && !text.IsEmpty) text.Insert(" | ");
            if (named) text.Insert((index < head.Names.Length && head.Names[index].Length > 0 ? head.Names[index] : ColumnNames.Of(index)) + ": ");
            records.Append(text, cell);
        }

        private void Type(int column, ReadOnlySpan<char> cell)
        {
            while (types.Count <= column) types.Add(CellType.Empty);
            if (types[column] != CellType.Text) types[column] = CellTypes.Join(types[column], CellTypes.Of(cell));
        }
    }
}
