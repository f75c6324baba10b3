using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.Tables;

/// <summary>Finds the tables of a read document whose columns have names.</summary>
public static partial class TableExtractor
{
    private const int Sample = 200;
    private const int LongestCaption = 120;
    private const int MostNameWords = 8;

    /// <summary>The tables in order.</summary>
    /// <param name="document">The document; it must outlive the rows, which are made when they are gone through.</param>
    /// <returns>None for a table without names of columns, without rows, or of more than <see cref="DataTable.MaxColumns"/> columns.</returns>
    public static ImmutableArray<DataTable> Of(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var tables = ImmutableArray.CreateBuilder<DataTable>();
        Walk(document, document.Root, [], tables);
        return tables.ToImmutable();
    }

    private static void Walk(Document document, Section section, ImmutableArray<string> headings, ImmutableArray<DataTable>.Builder tables)
    {
        if (section.Heading.Length > 0) headings = headings.Insert(0, section.Heading);
        var open = new Dictionary<int, List<Block>>();
        string caption = "";
        var captions = new Dictionary<int, string>();
        foreach (Block block in section.Blocks)
        {
            if (block.Kind is BlockKind.TableHeader or BlockKind.TableRow)
            {
                if (!open.TryGetValue(block.Group, out List<Block>? rows)) (open[block.Group], captions[block.Group]) = (rows = [], caption);
                rows.Add(block);
            }

            caption = block.Kind == BlockKind.Paragraph && block.Text.Length <= LongestCaption ? block.Text : "";
        }

        foreach ((int group, List<Block> rows) in open.OrderBy(o => o.Key))
        {
            if (Table(document, rows, captions[group], headings) is { } table) tables.Add(table);
        }

        foreach (Section inner in section.Sections) Walk(document, inner, headings, tables);
    }

    private static DataTable? Table(Document document, List<Block> blocks, string caption, ImmutableArray<string> headings)
    {
        int header = blocks.FindLastIndex(Math.Min(blocks.Count, Sample) - 1, b => b.Kind == BlockKind.TableHeader);
        if (header < 0)
        {
            if (blocks.TrueForAll(b => b.Cells.Length == 0)) return null;
            string[][] sample = [.. blocks.Take(Sample).Select(Cells)];
            TableHead head = TableHead.Of(sample);
            if (!head.HasHeader && NamedTwice(sample) is { } distinct) head = TableHead.Of(distinct);
            if (!head.HasHeader) return null;
            header = head.Above;
        }

        if (Headings(blocks, header) is not { } heads) return null;
        List<(string Name, string Unit)> names = HeaderNames.Of(heads);
        List<Block> rows = blocks[(header + 1)..];
        int columns = Math.Max(names.Count, rows.Take(Sample).Select(r => r.Cells.Length).DefaultIfEmpty().Max());
        if (rows.Count == 0 || columns > DataTable.MaxColumns || blocks[header].Cells.Length == 0 && rows.Exists(r => r.Cells.Length > 1)) return null;

        // A row further down may have more cells than the header and all before it.
        columns = Math.Max(columns, Math.Min(DataTable.MaxColumns, rows.Max(r => r.Cells.Length)));
        for (int i = names.Count; i < columns; i++) names.Add((ColumnNames.Of(i), ""));
        ColumnReader[] readers = [.. names.Select((n, i) => new ColumnReader(i < heads.Length ? heads[i] : n.Name) { HeaderUnit = n.Unit })];
        foreach (Block row in rows.Take(DataTable.MaxRows))
        {
            string[] cells = Cells(row);
            if (cells.Length > 0 && MayBeTotal(cells)) continue;
            for (int i = 0; i < Math.Min(cells.Length, columns); i++) readers[i].See(cells[i], Number(row, i));
        }

        Settle(document, readers);
        ImmutableArray<TableColumn> described = [.. names.Select((n, i) => new TableColumn(n.Name, readers[i].Type, readers[i].Type == ColumnType.Number ? (NumberCells.Together(n.Unit, readers[i].Unit)) : ""))];
        string file = FileName(document.Id);
        bool isName = IsName(caption);
        string[] called = [.. new[] { isName ? caption : "" }.Concat(headings).Append(document.Title).Append(file).Append(isName ? "" : caption).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new DataTable(called[0], [.. called.Skip(1)], described, Rows(document, rows, readers, described));
    }

    // Two columns of numbers may have the same name: with their places behind it the row is looked at again.
    private static string[][]? NamedTwice(string[][] sample)
    {
        string[] first = [.. sample[0]];
        int[] twice = [.. Enumerable.Range(0, first.Length).Where(i => first[i].Length > 0 && first.Count(f => f.Equals(first[i], StringComparison.OrdinalIgnoreCase)) > 1)];
        if (twice.Length == 0 || sample.Length < 2 || twice.Any(i => sample.Skip(1).Any(r => i < r.Length && !ColumnReader.IsMissing(r[i]) && !NumberCells.Split(r[i], out _, out _, out _)))) return null;
        foreach (int i in twice) first[i] += $" ({ColumnNames.Of(i)})";
        return [first, .. sample.Skip(1)];
    }

    // Where a column does not say what its commas and points are, the others do, or the file: a comma between cells is no decimal sign, and JSON has points only.
    private static void Settle(Document document, ColumnReader[] readers)
    {
        bool commas = Array.Exists(readers, r => r.SaysDecimalComma == true), points = Array.Exists(readers, r => r.SaysDecimalComma == false);
        string delimiter = document.Properties?.Fields.FirstOrDefault(f => f.Key == "delimiter").Value ?? "";
        bool isJson = document.Id.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || document.Id.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        foreach (ColumnReader reader in readers)
        {
            reader.DecimalCommaAround = commas != points ? commas : !commas && (isJson || delimiter == ",") ? false : null;
            reader.CommasGroup = delimiter != ";" && !commas;
        }
    }

    // The names of columns from all rows of headings. Where a heading above stands over several columns and it is not known over which, they have no names.
    private static string[]? Headings(List<Block> blocks, int last)
    {
        int first = last;
        while (first > 0 && blocks[first - 1].Kind == BlockKind.TableHeader) first--;
        string[][] rows = [.. blocks[first..(last + 1)].Select(Cells).Where(c => c.Length > 1)];
        if (rows.Length < 2) return Cells(blocks[last]);
        return Array.TrueForAll(rows, r => r.Length == rows[^1].Length) ? HeadingLevels.Join(rows) : null;
    }

    // What stands above a table may be a sentence about it, or say when it was made.
    private static bool IsName(string caption) => caption.Length > 0 && !Day().IsMatch(caption) && caption[^1] is not ('.' or ':' or '!' or '?' or ';' or ',') && caption.Count(c => c == ' ') < MostNameWords;

    private static IEnumerable<DataRow> Rows(Document document, List<Block> rows, ColumnReader[] readers, ImmutableArray<TableColumn> columns)
    {
        ColumnType[] types = [.. columns.Select(c => c.Type)];
        int number = 0, place = 0;
        foreach (Block row in rows.Take(DataTable.MaxRows))
        {
            string[] cells = Cells(row);
            while (place < document.Places.Length && document.Places[place].Span.Start < row.Span.Start) place++;
            string name = place < document.Places.Length && document.Places[place].Span.Start == row.Span.Start ? document.Places[place].Name : Around(document.Places, place, row.Span.Start);
            var values = ImmutableArray.CreateBuilder<object?>(columns.Length);
            bool exact = true;
            for (int i = 0; i < columns.Length; i++)
            {
                // The number of a cell over several rows counts once.
                bool again = i < row.Cells.Length && row.Cells[i].IsRepeated && types[i] == ColumnType.Number;
                values.Add(i >= cells.Length || again ? null : readers[i].Read(cells[i], Number(row, i)));
                exact &= Number(row, i) is null || types[i] != ColumnType.Number;
            }

            yield return new DataRow(++number, name, Left(name, cells), row.Span, TotalRows.Is(cells, types), values.MoveToImmutable()) { Shown = exact ? "" : row.Text };
        }
    }

    private static bool MayBeTotal(string[] cells) => TotalRows.Is(cells, [.. cells.Select(c => NumberCells.Split(c, out _, out _, out _) ? ColumnType.Number : ColumnType.Text)]);

    // Of places within each other, the page that began last before the row.
    private static string Around(ImmutableArray<Place> places, int next, int start)
    {
        for (int i = next - 1; i >= 0 && i >= next - 4; i--) if (places[i].Span.End > start) return places[i].Name;
        return "";
    }

    private static int Left(string place, string[] cells)
    {
        int sheet = place.LastIndexOf('!');
        if (sheet < 0) return -1;
        int first = Array.FindIndex(cells, c => c.Length > 0), column = ColumnNames.Parse(place.AsSpan(sheet + 1));
        return column >= first ? column - Math.Max(0, first) : -1;
    }

    private static string[] Cells(Block block) => block.Cells.Length == 0 ? [block.Text] : [.. block.Cells.Select(c => c.Span.Of(block.Text).Trim().ToString())];

    private static double? Number(Block row, int cell) => cell < row.Numbers.Length ? row.Numbers[cell] : null;

    [GeneratedRegex(@"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Day();

    private static string FileName(string id)
    {
        string name = id[(id.LastIndexOf('/') + 1)..];
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }
}
