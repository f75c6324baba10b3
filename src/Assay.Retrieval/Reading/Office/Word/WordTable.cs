using System.Text;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>A table as a grid: a cell over several columns stands in the first of them, a cell over several rows in each of them.</summary>
internal sealed class WordTable
{
    private const int MaxColumns = 1_000;
    private const int MaxCells = 500_000;

    /// <summary>Most rows of a header whose names are joined; more are no header of columns.</summary>
    public const int MaxHeaderRows = 5;

    private readonly List<Merge[]> merges = [];
    private int cells;

    /// <summary>What a cell of the grid belongs to.</summary>
    private enum Merge : byte
    {
        None,
        Left,
        Above,
    }

    /// <summary>The rows, every cell as one text.</summary>
    public List<string[]> Rows { get; } = [];

    /// <summary>Rows at the top that the file repeats on every page, or that its merged cells show to be the header.</summary>
    public int HeaderRows { get; private set; }

    /// <summary>Paragraphs, for a table of one column, which is layout.</summary>
    public List<WordParagraph> Paragraphs { get; } = [];

    /// <summary>Notes that its cells refer to.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads a table up to its end.</summary>
    /// <param name="pull">Stands at its start.</param>
    public static WordTable Read(XmlPull pull)
    {
        var table = new WordTable();
        int depth = pull.Depth;
        var above = new List<string>();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "tr") table.Row(pull, above);
            else if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
        }

        if (table.HeaderRows == 0) table.HeaderRows = table.Depth();
        return table;
    }

    /// <summary>Whether a cell belongs to one that began in a row above.</summary>
    public bool IsFromAbove(int row, int column) => merges[row][column] == Merge.Above;

    /// <summary>The names of the columns: those of several header rows one behind the other, so that "2025" over "Q1" and "Q2" is "2025 Q1" and "2025 Q2".</summary>
    /// <param name="rows">Rows of the header.</param>
    public string[] Names(int rows)
    {
        string[] names = new string[Rows.Take(rows).Max(r => r.Length)];
        for (int column = 0; column < names.Length; column++)
        {
            IEnumerable<string> parts = Enumerable.Range(0, rows).Where(r => column < Rows[r].Length && !IsFromAbove(r, column)).Select(r => Over(r, column));
            names[column] = string.Join(' ', parts.Where(p => p.Length > 0));
        }

        return names;
    }

    private string Over(int row, int column)
    {
        while (column > 0 && merges[row][column] == Merge.Left) column--;
        return Rows[row][column];
    }

    // A first row with cells over several columns and others over several rows is a header as deep as those.
    private int Depth()
    {
        if (Rows.Count < 3 || !merges[0].Contains(Merge.Left)) return 0;
        int depth = int.MaxValue;
        for (int column = 0; column < merges[0].Length; column++)
        {
            int rows = 1;
            while (rows < Rows.Count && column < merges[rows].Length && merges[rows][column] == Merge.Above) rows++;
            if (rows > 1) depth = Math.Min(depth, rows);
        }

        return depth < Rows.Count && depth <= MaxHeaderRows ? depth : 0;
    }

    private void Row(XmlPull pull, List<string> above)
    {
        int depth = pull.Depth, before = 0;
        bool header = false, deleted = false;
        var row = new List<string>();
        var merged = new List<Merge>();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "tc") Cell(pull, row, merged, above);
            else if (pull.Name == "tblHeader") header = !pull.IsOff("val");
            else if (pull.Name == "gridBefore") before = Math.Clamp(pull.Number("val") ?? 0, 0, MaxColumns);
            else if (pull.Name == "del") deleted = true;
            else if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
        }

        if (deleted || row.Count == 0) return;
        row.InsertRange(0, Enumerable.Repeat("", before));
        merged.InsertRange(0, Enumerable.Repeat(Merge.None, before));
        if (header && HeaderRows == Rows.Count) HeaderRows++;
        Rows.Add([.. row]);
        merges.Add([.. merged]);
        above.Clear();
        above.AddRange(row);
        cells += row.Count;
        if (cells > MaxCells) throw new InvalidDataException($"its tables have more than {MaxCells} cells");
    }

    private void Cell(XmlPull pull, List<string> row, List<Merge> merged, List<string> above)
    {
        int depth = pull.Depth, span = 1;
        bool goesOn = false;
        var text = new StringBuilder();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "gridSpan":
                    span = Math.Clamp(pull.Number("val") ?? 1, 1, MaxColumns);
                    break;
                case "vMerge":
                    goesOn = pull.Attribute("val") is not "restart";
                    break;
                case "p":
                    var paragraph = new WordParagraph();
                    new WordRuns(pull).Read(paragraph);
                    Paragraphs.Add(paragraph);
                    Notes.AddRange(paragraph.Notes);
                    text.Append(text.Length > 0 ? " " : "").Append(paragraph.Text);
                    break;
                case "tbl":
                    WordTable inner = Read(pull);
                    foreach (string[] line in inner.Rows) text.Append(text.Length > 0 ? " " : "").AppendJoin(" ", line.Where(c => c.Length > 0));
                    break;
                default:
                    if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
                    break;
            }
        }

        if (row.Count + span > MaxColumns) throw new InvalidDataException($"a table has more than {MaxColumns} columns");
        bool fromAbove = goesOn && row.Count < above.Count;
        row.Add(fromAbove ? above[row.Count] : text.ToString().ReplaceLineEndings(" ").Trim());
        merged.Add(fromAbove ? Merge.Above : Merge.None);
        for (int i = 1; i < span; i++)
        {
            row.Add("");
            merged.Add(fromAbove ? Merge.Above : Merge.Left);
        }
    }
}
