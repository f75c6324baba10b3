using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>A list of like objects as a table: a column for each name, a row for each object.</summary>
internal sealed class DataTable
{
    private const int MaxColumns = DelimitedReader.WideColumns;
    private const int FewestRows = 2;
    private const double LeastFilled = 0.5;
    private readonly string source;
    private readonly DataNode list;
    private readonly Dictionary<string, int> columns;

    private DataTable(string source, DataNode list, Dictionary<string, int> columns) => (this.source, this.list, this.columns) = (source, list, columns);

    /// <summary>The table that a list is.</summary>
    /// <returns>Null when its elements are not alike, are nested, or have too many names.</returns>
    public static DataTable? Of(string source, DataNode list)
    {
        if (list.Kind != DataKind.List || list.Children.Count < FewestRows) return null;
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> names = columns.GetAlternateLookup<ReadOnlySpan<char>>();
        long cells = 0;
        foreach (DataNode row in list.Children)
        {
            if (row.Kind != DataKind.Object || !row.Children.TrueForAll(c => c.IsScalar || (c.Kind == DataKind.List && c.IsFlat && c.Children.Count <= 8))) return null;
            foreach (DataNode cell in row.Children) if (!names.ContainsKey(cell.Key.Of(source))) names[cell.Key.Of(source)] = columns.Count;
            if (columns.Count > MaxColumns) return null;
            cells += row.Children.Count;
        }

        return columns.Count > 0 && cells >= columns.Count * (double)list.Children.Count * LeastFilled ? new DataTable(source, list, columns) : null;
    }

    /// <summary>Adds header and rows.</summary>
    public void Add(DocumentBuilder document)
    {
        int group = document.NextGroup();
        document.Block(BlockKind.TableHeader, Names(), new TextSpan(list.Span.Start, list.Span.Start), group);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> names = columns.GetAlternateLookup<ReadOnlySpan<char>>();
        var cells = new DataNode?[columns.Count];
        foreach (DataNode row in list.Children)
        {
            Array.Clear(cells);
            foreach (DataNode cell in row.Children) cells[names[cell.Key.Of(source)]] = cell;
            var text = new MappedTextBuilder(source);
            for (int i = 0; i < cells.Length; i++)
            {
                if (i > 0) text.NextCell();
                if (cells[i] is { } cell) Cell(text, cell);
            }

            document.Block(BlockKind.TableRow, text.Build(), row.Whole, group);
        }
    }

    private MappedText Names()
    {
        var text = new MappedTextBuilder(source);
        foreach ((int i, string name) in columns.Keys.Index())
        {
            if (i > 0) text.NextCell();
            text.Insert(name);
        }

        return text.Build();
    }

    private void Cell(MappedTextBuilder text, DataNode cell)
    {
        if (cell.IsScalar)
        {
            // Values of several lines are one cell of the row.
            DataText.Append(text, source, cell.Kind == DataKind.Lines ? cell with { Kind = DataKind.Plain } : cell);
            return;
        }

        for (int i = 0; i < cell.Children.Count; i++)
        {
            if (i > 0) text.Insert(", ");
            DataText.Append(text, source, cell.Children[i]);
        }
    }
}
